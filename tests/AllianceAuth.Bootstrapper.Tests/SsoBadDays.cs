namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>What comes back from EVE's sign-on is somebody's input: forged, repeated, broken or late.</summary>
[Collection(OnTheSite.Name)]
public sealed class SsoBadDays(SiteFixture site)
{
    public static TheoryData<TokenFault> ForgedTokens =>
        [TokenFault.WrongSignature, TokenFault.WrongIssuer, TokenFault.WrongAudience, TokenFault.Expired, TokenFault.NoAlgorithm, TokenFault.PublicKeyAsSecret, TokenFault.WrongSubject];

    [Fact]
    public async Task A_state_that_is_not_ours_leads_nowhere()
    {
        using var visitor = site.NewVisitor();
        var back = await GoAndComeBackAsync(visitor);

        var page = await visitor.OpenAsync(back.Replace("state=", "state=x", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains(site.Say("eveonline.sso.unknown.title"), page.AllText, StringComparison.Ordinal);
        await MustBeOutAsync(visitor);
    }

    [Theory, InlineData("/sso/callback/"), InlineData("/sso/callback/?code=abc"), InlineData("/sso/callback/?state=abc"), InlineData("/sso/callback/?state=abc&code=%00%0d%0a"), InlineData("/sso/callback/?error=server_error&state=abc")]
    public async Task An_answer_that_nobody_asked_for_gets_a_page_that_says_so(string address)
    {
        using var visitor = site.NewVisitor();

        var page = await visitor.OpenAsync(address);

        Assert.InRange((int)page.Status, 400, 404);
        Assert.NotEmpty(page.Text("h2"));
    }

    [Fact]
    public async Task The_same_answer_counts_once()
    {
        using var visitor = site.NewVisitor();
        var back = await GoAndComeBackAsync(visitor);
        var first = await visitor.OpenAsync(back);

        var second = await visitor.OpenAsync(back);

        Assert.Equal("/account/register/", first.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.NotFound, second.Status);
    }

    [Fact]
    public async Task A_code_that_was_used_does_not_work_with_a_fresh_state()
    {
        using var thief = site.NewVisitor();
        using var pilot = site.NewVisitor();
        var used = await GoAndComeBackAsync(pilot);
        await pilot.OpenAsync(used);
        var fresh = await GoAndComeBackAsync(thief);

        var page = await thief.OpenAsync($"/sso/callback/?code={Query(used, "code")}&state={Query(fresh, "state")}");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains(site.Say("eveonline.sso.code.title"), page.AllText, StringComparison.Ordinal);
        await MustBeOutAsync(thief);
    }

    [Fact]
    public async Task An_unused_code_of_somebody_else_does_not_work_either()
    {
        using var thief = site.NewVisitor();
        using var pilot = site.NewVisitor();
        var stolen = await GoAndComeBackAsync(pilot);
        var fresh = await GoAndComeBackAsync(thief);

        var page = await thief.OpenAsync($"/sso/callback/?code={Query(stolen, "code")}&state={Query(fresh, "state")}");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        await MustBeOutAsync(thief);
    }

    [Fact]
    public async Task Another_browser_cannot_finish_a_login_and_does_not_spoil_it()
    {
        using var victim = site.NewVisitor();
        using var attacker = site.NewVisitor();
        var back = await GoAndComeBackAsync(attacker);

        var lured = await victim.OpenAsync(back);

        Assert.Equal(HttpStatusCode.NotFound, lured.Status);
        await MustBeOutAsync(victim);
        Assert.Equal("/account/register/", (await attacker.OpenAsync(back)).Address.AbsolutePath);
    }

    [Fact]
    public async Task Two_tabs_may_sign_in_at_once()
    {
        using var visitor = site.NewVisitor();
        var pilot = site.Cast.Pilot();
        var first = await visitor.OpenAsync("/sso/login?next=/account/profile/");
        var second = await visitor.OpenAsync("/sso/login?next=/notifications/");

        var later = await (await second.PickAsync(pilot)).FinishRegistrationAsync();
        var earlier = await first.PickAsync(pilot);

        Assert.Equal(HttpStatusCode.OK, later.Status);
        Assert.Equal("/account/profile/", earlier.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, earlier.Status);
    }

    [Theory, MemberData(nameof(ForgedTokens))]
    public async Task A_token_that_is_not_proved_genuine_lets_nobody_in_and_is_not_stored(TokenFault fault)
    {
        using var visitor = site.NewVisitor();
        var pilot = site.Cast.Pilot();
        var back = await GoAndComeBackAsync(visitor, pilot);
        site.Eve.Control.SpoilTokens(fault);

        var page = await visitor.OpenAsync(back);

        Assert.Equal(HttpStatusCode.BadGateway, page.Status);
        Assert.Contains(site.Say("eveonline.sso.unverified.title"), page.AllText, StringComparison.Ordinal);
        Assert.Equal(0L, await site.ReadAsync<long>($"SELECT count(*) FROM eveonline.tokens WHERE character_id = {pilot.Id}"));
        await MustBeOutAsync(visitor);
        Assert.Equal("/dashboard/", (await visitor.SignInAsync(pilot)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_token_with_fewer_scopes_than_asked_for_counts_as_what_it_is()
    {
        using var visitor = site.NewVisitor();
        var pilot = site.Cast.Pilot();
        var back = await GoAndComeBackAsync(visitor, pilot);
        site.Eve.Control.SpoilTokens(TokenFault.FewerScopes);

        await (await visitor.OpenAsync(back)).FinishRegistrationAsync();

        Assert.Contains(site.Say("eveonline.tokens.noscopes"), (await visitor.OpenAsync("/account/tokens/manage/")).AllText, StringComparison.Ordinal);
    }

    [Theory, InlineData(FaultKind.Unavailable), InlineData(FaultKind.BadGateway), InlineData(FaultKind.Cut), InlineData(FaultKind.Malformed), InlineData(FaultKind.RateLimited), InlineData(FaultKind.NotFound)]
    public async Task While_EVEs_sign_on_is_down_the_page_says_so_and_later_it_works(FaultKind kind)
    {
        using var visitor = site.NewVisitor();
        var pilot = site.Cast.Pilot();
        var back = await GoAndComeBackAsync(visitor, pilot);
        var fault = site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, kind, Route: "/oauth/token"));

        var page = await visitor.OpenAsync(back);
        site.Eve.Control.LiftFault(fault.Id);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains(site.Say("eveonline.sso.down.title"), page.AllText, StringComparison.Ordinal);
        await MustBeOutAsync(visitor);
        Assert.Equal("/dashboard/", (await visitor.SignInAsync(pilot)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_slow_sign_on_is_waited_for()
    {
        using var visitor = site.NewVisitor();
        var back = await GoAndComeBackAsync(visitor);
        site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, FaultKind.Slow, Route: "/oauth/token", Count: 1, DelayMs: 1_000));

        var page = await visitor.OpenAsync(back);

        Assert.Equal("/account/register/", page.Address.AbsolutePath);
    }

    private async Task<string> GoAndComeBackAsync(Visitor visitor, EveCharacter? pilot = null) =>
        (await (await visitor.OpenAsync("/sso/login")).PickAsync(pilot ?? site.Cast.Pilot(), follow: false)).Location!;

    private static string Query(string address, string name) =>
        new Uri(address).Query.TrimStart('?').Split('&').Single(p => p.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static async Task MustBeOutAsync(Visitor visitor) =>
        Assert.Equal("/account/login/", (await visitor.OpenAsync("/account/profile/")).Address.AbsolutePath);
}
