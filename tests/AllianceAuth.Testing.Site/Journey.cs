using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Testing.Site;

/// <summary>The ways through the site that most tests begin with, without a browser.</summary>
public static class Journey
{
    /// <summary>Picks a pilot on the simulated sign-on page and goes where that leads.</summary>
    public static async Task<VisitedPage> PickAsync(this VisitedPage signOn, EveCharacter pilot, bool follow = true)
    {
        var found = await signOn.OpenAsync($"{signOn.Address.AbsoluteUri}&pilot={Uri.EscapeDataString(pilot.Name)}");
        return await found.SubmitAsync($"form:has(button[name=character_id][value='{pilot.Id}'])", button: "button", follow: follow);
    }

    /// <summary>Signs in with a pilot; a new one finishes the registration too.</summary>
    /// <returns>The page the visitor ends on: the dashboard if all went well.</returns>
    public static async Task<VisitedPage> SignInAsync(this Visitor visitor, EveCharacter pilot, string? next = null)
    {
        var start = await visitor.OpenAsync(next is null ? "/sso/login" : $"/sso/login?next={Uri.EscapeDataString(next)}");
        var page = await start.PickAsync(pilot);
        return page.Address.AbsolutePath == "/account/register/" ? await page.FinishRegistrationAsync() : page;
    }

    /// <summary>Fills in the registration form.</summary>
    public static Task<VisitedPage> FinishRegistrationAsync(this VisitedPage page, string email = "pilot@example.test") =>
        page.SubmitAsync("form[action='/account/register/']", new Dictionary<string, string>(StringComparer.Ordinal) { ["email"] = email });

    /// <summary>Adds a character to whoever is signed in.</summary>
    public static async Task<VisitedPage> AddCharacterAsync(this Visitor visitor, EveCharacter pilot) =>
        await (await visitor.OpenAsync("/account/characters/add/")).PickAsync(pilot);

    /// <summary>Signs in with a name and a password.</summary>
    public static async Task<VisitedPage> SignInAsync(this Visitor visitor, string userName, string password) =>
        await (await visitor.OpenAsync("/admin/login/")).SubmitAsync(
            "form[action='/admin/login/']",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["username"] = userName, ["password"] = password });
}
