namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>Addresses, forms and names that mean harm.</summary>
[Collection(OnTheSite.Name)]
public sealed class HostileInput(SiteFixture site)
{
    public static TheoryData<string> ElsewhereAddresses =>
    [
        "https://evil.test/", "//evil.test/", "/\\evil.test/", "\\\\evil.test", "http:evil.test", "javascript:alert(1)", "data:text/html,x", "/\t/evil.test", "\n//evil.test",
        "%2f%2fevil.test", "///evil.test", "evil.test", " //evil.test", "/\u2028/evil.test", "https:\\\\evil.test", "/%0d%0aLocation:%20https://evil.test/\r\nX: y",
    ];

    [Theory, MemberData(nameof(ElsewhereAddresses))]
    public async Task Nobody_is_sent_to_another_site_after_signing_in(string next)
    {
        using var visitor = site.NewVisitor();

        var page = await visitor.SignInAsync(site.Cast.Pilot(), next);

        Assert.Equal(site.Address.Authority, page.Address.Authority);
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Theory, MemberData(nameof(ElsewhereAddresses))]
    public async Task Language_theme_and_password_forms_lead_to_this_site_only(string next)
    {
        using var visitor = site.NewVisitor();
        var token = await TokenOfAsync(visitor);
        (string Address, Dictionary<string, string> Fields)[] forms =
        [
            ("/i18n/setlang/", new() { ["language"] = "de", ["next"] = next }),
            ($"/night/?next={Uri.EscapeDataString(next)}", []),
            ($"/theme/?next={Uri.EscapeDataString(next)}", new() { ["theme"] = "x" }),
            ("/admin/login/", new() { ["username"] = Furnishing.AdminName, ["password"] = Furnishing.AdminPassword, ["next"] = next }),
        ];

        foreach (var (address, fields) in forms)
        {
            var answer = await visitor.PostAsync(address, [.. fields, token]);

            Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
            Assert.Equal(site.Address.Authority, new Uri(site.Address, answer.Location).Authority);
            Assert.StartsWith("/", answer.Location, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", answer.Location, StringComparison.Ordinal);
        }
    }

    [Theory, InlineData("a@example.test\r\nBcc: all@example.test"), InlineData("a@example.test\nX: y"), InlineData("\"a\r\n\"@example.test"), InlineData("a@example.test,b@example.test")]
    public async Task An_address_with_a_line_break_or_a_second_address_in_it_is_refused(string email)
    {
        using var visitor = await site.NewMemberAsync();

        var page = await (await visitor.OpenAsync("/account/profile/")).SubmitAsync("#email-form", new Dictionary<string, string> { ["email"] = email });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEmpty(page.Text("#email-form .error"));
    }

    [Theory, InlineData("de\r\nSet-Cookie: a=b"), InlineData("../../etc"), InlineData("xx"), InlineData("")]
    public async Task A_language_that_does_not_exist_sets_no_cookie(string language)
    {
        using var visitor = site.NewVisitor();

        var answer = await visitor.PostAsync("/i18n/setlang/", [new("language", language), await TokenOfAsync(visitor)]);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.DoesNotContain(answer.Answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], c => c.StartsWith("language=", StringComparison.Ordinal) || c.StartsWith("a=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fields_that_a_form_does_not_have_change_nothing()
    {
        var pilot = site.Cast.Pilot();
        using var visitor = site.NewVisitor();
        var form = await (await visitor.OpenAsync("/sso/login")).PickAsync(pilot);
        KeyValuePair<string, string>[] more =
        [
            new("is_superuser", "true"), new("isSuperuser", "true"), new("superuser", "true"), new("IsSuperuser", "true"), new("staff", "true"), new("is_staff", "true"), new("user", "1"),
            new("User.IsSuperuser", "true"), new("state", "2"), new("permissions", Furnishing.MembersPermission), new("groups", "1"), new("userName", "root"), new("id", "1"),
        ];

        await visitor.PostAsync("/account/register/", [new("email", "m@example.test"), TokenOf(form), .. more]);
        var profile = await visitor.OpenAsync("/account/profile/");
        await visitor.PostAsync("/account/profile/email/", [new("email", "n@example.test"), TokenOf(profile), .. more]);
        await visitor.PostAsync("/account/characters/main/", [new("character", $"{pilot.Id}"), TokenOf(profile), .. more]);

        var who = $"FROM authentication.users WHERE main_character_id = {pilot.Id}";
        Assert.Equal("n@example.test", await site.ReadAsync<string>($"SELECT email {who}"));
        Assert.False(await site.ReadAsync<bool>($"SELECT is_superuser OR is_staff {who}"));
        Assert.Equal(0L, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.user_permissions WHERE user_id = (SELECT id {who})"));
    }

    [Fact]
    public async Task A_main_that_belongs_to_somebody_else_is_not_taken()
    {
        var theirs = site.Cast.Pilot();
        using var owner = site.NewVisitor();
        await owner.SignInAsync(theirs);
        using var visitor = await site.NewMemberAsync();
        var page = await visitor.OpenAsync("/account/characters/main/");

        var answer = await visitor.PostAsync("/account/characters/main/", [new("character", $"{theirs.Id}"), TokenOf(page)], follow: true);

        Assert.Contains(site.Say("authentication.changemain.foreign", theirs.Name), answer.AllText, StringComparison.Ordinal);
        Assert.Equal(theirs.Name, (await owner.OpenAsync("/dashboard/")).Text("#main-character h1"));
    }

    [Fact]
    public async Task A_name_with_markup_in_it_stays_text_wherever_it_is_shown()
    {
        const string name = "<script>x()</script>\"'<img src=q>";
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        site.Eve.Control.RenamePilot(pilot.Id, name);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(site.Eve.Universe.Characters[pilot.Id]);
        using var admin = await site.NewAdminAsync();
        var user = await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE main_character_id = {pilot.Id}");
        VisitedPage[] pages =
        [
            await visitor.OpenAsync("/dashboard/"), await visitor.OpenAsync("/account/characters/main/"), await visitor.OpenAsync("/account/tokens/manage/"),
            await visitor.OpenAsync("/notifications/"), await admin.OpenAsync("/admin/authentication/user/"), await admin.OpenAsync($"/admin/authentication/user/{user}/change/"),
            await admin.OpenAsync($"/search/?q={Uri.EscapeDataString("<script>")}"), await admin.OpenAsync($"/admin/authentication/user/?q={Uri.EscapeDataString(name)}"),
        ];

        foreach (var page in pages)
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script>x", page.Body, StringComparison.OrdinalIgnoreCase);
            Assert.Null(page.Document.QuerySelector("img[src=q]"));
        }

        Assert.Equal(name, pages[0].Text("#main-character h1"));
    }

    internal static KeyValuePair<string, string> TokenOf(VisitedPage page) =>
        new("__RequestVerificationToken", page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!);

    private static async Task<KeyValuePair<string, string>> TokenOfAsync(Visitor visitor) => TokenOf(await visitor.OpenAsync("/account/login/"));
}
