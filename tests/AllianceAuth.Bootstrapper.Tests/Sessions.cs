namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>Cookies, and sessions that begin and end when they should.</summary>
[Collection(OnTheSite.Name)]
public sealed class Sessions(SiteFixture site)
{
    [Fact]
    public async Task A_sign_in_replaces_whatever_session_the_browser_brought_along()
    {
        using var visitor = site.NewVisitor();
        await visitor.OpenAsync("/account/login/");
        visitor.Cookies.Add(site.Address, new Cookie("session", "planted"));

        var pilot = site.Cast.Pilot();

        await visitor.SignInAsync(pilot);

        var first = Session(visitor);
        Assert.NotEqual("planted", first);
        await visitor.SignInAsync(pilot);
        Assert.NotEqual(first, Session(visitor));
    }

    [Fact]
    public async Task A_planted_session_opens_nothing()
    {
        using var visitor = site.NewVisitor();
        visitor.Cookies.Add(site.Address, new Cookie("session", "CfDJ8planted"));

        Assert.Equal("/account/login/", (await visitor.OpenAsync("/dashboard/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_of_other_sites_forms()
    {
        using var visitor = site.NewVisitor();
        var set = new List<string>();
        var page = await visitor.GetAsync("/account/login/");
        set.AddRange(CookiesOf(page));
        set.AddRange(CookiesOf(await visitor.GetAsync("/sso/login")));
        var token = HostileInput.TokenOf(page);
        set.AddRange(CookiesOf(await visitor.PostAsync("/i18n/setlang/", [new("language", "de"), token])));
        set.AddRange(CookiesOf(await visitor.PostAsync("/night/", [token])));
        set.AddRange(CookiesOf(await visitor.PostAsync("/admin/login/", [new("username", Furnishing.AdminName), new("password", Furnishing.AdminPassword), token])));

        Assert.Contains(set, c => c.StartsWith("session=", StringComparison.Ordinal));
        Assert.All(set, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Matches("(?i)samesite=(lax|strict)", cookie);
            Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task A_user_who_is_switched_off_is_out_at_the_next_click_and_reads_why()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        using var admin = await site.NewAdminAsync();
        var user = await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE main_character_id = {pilot.Id}");

        var form = await admin.OpenAsync($"/admin/authentication/user/{user}/change/");
        await admin.PostAsync($"/admin/authentication/user/{user}/change/", [new("revision", form.Find("input[name=revision]").GetAttribute("value")!), HostileInput.TokenOf(form)]);
        var page = await visitor.OpenAsync("/account/profile/");

        Assert.Equal("/account/login/", page.Address.AbsolutePath);
        Assert.Contains(site.Say("authentication.login.disabled"), page.AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("authentication.login.disabled"), (await visitor.SignInAsync(pilot)).AllText, StringComparison.Ordinal);
    }

    private string Session(Visitor visitor) => visitor.Cookies.GetCookies(site.Address)["session"]!.Value;

    private static IEnumerable<string> CookiesOf(VisitedPage page) => page.Answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];
}
