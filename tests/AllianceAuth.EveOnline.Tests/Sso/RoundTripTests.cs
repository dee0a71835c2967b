using System.Web;
using AllianceAuth.EveOnline.Features.CleanRoundTrips;
using AllianceAuth.EveOnline.Features.FinishSsoLogin;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.EveOnline.Tests.Support;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Sso;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Tests.Sso;

public sealed class RoundTripTests : IAsyncLifetime
{
    private static readonly UserId Maren = new(7);
    private EveHarness _site = null!;
    private long _pilot;

    public async Task InitializeAsync()
    {
        _site = await EveHarness.StartAsync();
        _pilot = _site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted).Min(c => c.Id);
    }

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public void The_challenge_is_the_hash_of_the_verifier_without_padding()
    {
        Assert.Equal("6oZqdX5MOLq_qBJ8vppAnT4fk6AP8UiP9zX8-Rev_9A", Pkce.Challenge("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"));
        Assert.Equal(43, Pkce.NewVerifier().Length);
    }

    [Fact, Rule("AUTH-032")]
    public async Task The_browser_is_sent_to_EVE_with_scopes_state_and_proof_key()
    {
        var address = await _site.AskAsync(new StartSsoRoundTrip("browser", "/account/characters/add/?next=1", ["publicData", "esi-location.read_location.v1"], Maren));

        var query = HttpUtility.ParseQueryString(address.Query);
        Assert.EndsWith("/v2/oauth/authorize", address.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("code", query["response_type"]);
        Assert.Equal("publicData esi-location.read_location.v1", query["scope"]);
        Assert.Equal(EveHarness.Callback, query["redirect_uri"]);
        Assert.Equal("S256", query["code_challenge_method"]);
        Assert.Equal(43, query["state"]!.Length);
        var stored = await _site.DbAsync(db => db.RoundTrips.SingleAsync());
        Assert.Equal("/account/characters/add/?next=1", stored.ReturnPath);
        Assert.DoesNotContain(query["state"]!, System.Text.Encoding.UTF8.GetString(stored.StateHash), StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-035"), Rule("AUTH-036")]
    public async Task A_login_stores_a_sealed_token_and_hands_it_over_once()
    {
        var outcome = await _site.FinishAsync(_pilot, Maren);

        Assert.StartsWith("/dashboard/?tab=1&sso=", outcome.GoTo, StringComparison.Ordinal);
        var ticket = EveHarness.TicketOf(outcome);
        Assert.Null(await _site.AskAsync(new TakeSsoResult("another browser", ticket)));
        var result = await _site.AskAsync(new TakeSsoResult("browser", ticket));
        var eve = _site.Eve.Universe.Characters[_pilot];
        Assert.Equal(new SsoResult(result!.Token, _pilot, eve.Name, eve.OwnerHash, IsNew: true, Maren), result);
        Assert.Null(await _site.AskAsync(new TakeSsoResult("browser", ticket)));
        var token = await _site.DbAsync(db => db.Tokens.SingleAsync());
        Assert.Equal(Maren, token.UserId);
        Assert.StartsWith("sealed:", token.AccessToken, StringComparison.Ordinal);
        Assert.StartsWith("sealed:", token.RefreshToken, StringComparison.Ordinal);
        Assert.Empty(await _site.DbAsync(db => db.RoundTrips.ToListAsync()));
    }

    [Fact]
    public async Task A_stored_token_is_told_in_the_same_transaction()
    {
        var result = await _site.LogInAsync(_pilot, Maren);

        Assert.Single(await _site.DbAsync(db => db.Outbox.ToListAsync()));
        await _site.DeliverAsync();
        var told = Assert.Single(_site.Events.Of<TokenAdded>());
        Assert.Equal((result.Token, _pilot, result.OwnerHash, (UserId?)Maren), (told.Token, told.CharacterId, told.OwnerHash, told.User));
    }

    [Theory, Rule("AUTH-033")]
    [InlineData(null, "state")]
    [InlineData("code", null)]
    [InlineData("", "")]
    public async Task A_callback_without_code_or_state_is_a_bad_request(string? code, string? state)
    {
        var outcome = await _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, null));

        Assert.Equal(400, outcome.Status);
    }

    [Fact, Rule("AUTH-034")]
    public async Task A_callback_with_another_state_or_from_another_browser_is_not_found()
    {
        var authorize = await _site.AskAsync(new StartSsoRoundTrip("browser", "/", ["publicData"], null));
        var (code, state, _) = await _site.VisitSsoAsync(authorize, _pilot);

        Assert.Equal(404, (await _site.AskAsync(new FinishSsoLoginRequest("browser", code, "made up", null, null))).Status);
        Assert.Equal(404, (await _site.AskAsync(new FinishSsoLoginRequest("another browser", code, state, null, null))).Status);
        Assert.Equal(404, (await _site.AskAsync(new FinishSsoLoginRequest(null, code, state, null, null))).Status);
        Assert.Empty(await _site.DbAsync(db => db.Tokens.ToListAsync()));
    }

    [Fact]
    public async Task A_round_trip_ends_only_for_the_user_who_began_it()
    {
        var authorize = await _site.AskAsync(new StartSsoRoundTrip("browser", "/", ["publicData"], Maren));
        var (code, state, _) = await _site.VisitSsoAsync(authorize, _pilot);

        var outcome = await _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, new UserId(Maren.Value + 1)));

        Assert.Equal(("eveonline.sso.otheruser", 409), (outcome.Problem, outcome.Status));
        Assert.Empty(await _site.DbAsync(db => db.Tokens.ToListAsync()));
    }

    [Fact]
    public async Task The_same_callback_opened_twice_works_once()
    {
        var authorize = await _site.AskAsync(new StartSsoRoundTrip("browser", "/", ["publicData"], null));
        var (code, state, _) = await _site.VisitSsoAsync(authorize, _pilot);

        var both = await Task.WhenAll(
            _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, null)),
            _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, null)));

        Assert.Single(both, o => o.GoTo is not null);
        Assert.Single(both, o => o.Status == 404);
        Assert.Single(await _site.DbAsync(db => db.Tokens.ToListAsync()));
    }

    [Fact]
    public async Task A_code_that_was_used_already_stores_nothing()
    {
        var first = await _site.AskAsync(new StartSsoRoundTrip("browser", "/", ["publicData"], null));
        var (code, _, _) = await _site.VisitSsoAsync(first, _pilot);
        var second = await _site.AskAsync(new StartSsoRoundTrip("browser", "/again/", ["publicData"], null));
        var secondState = HttpUtility.ParseQueryString(second.Query)["state"];

        var outcome = await _site.AskAsync(new FinishSsoLoginRequest("browser", code, secondState, null, null));

        Assert.Equal(("eveonline.sso.code", 400, "/again/"), (outcome.Problem, outcome.Status, outcome.Retry));
        Assert.Empty(await _site.DbAsync(db => db.Tokens.ToListAsync()));
    }

    [Fact]
    public async Task Two_tabs_of_one_browser_both_come_through()
    {
        var tabs = await Task.WhenAll(Enumerable.Range(1, 2).Select(tab => _site.AskAsync(new StartSsoRoundTrip("browser", $"/tab/{tab}/", ["publicData"], Maren))));
        var other = _site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted && c.Id != _pilot).Min(c => c.Id);

        foreach (var (tab, pilot) in tabs.Reverse().Zip([_pilot, other]))
        {
            var (code, state, _) = await _site.VisitSsoAsync(tab, pilot);
            Assert.NotNull((await _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, Maren))).GoTo);
        }

        Assert.Equal(2, await _site.DbAsync(db => db.Tokens.CountAsync()));
    }

    [Fact]
    public async Task Turning_back_at_EVE_is_no_failure()
    {
        var authorize = await _site.AskAsync(new StartSsoRoundTrip("browser", "/account/characters/add/", ["publicData"], Maren));
        var (code, state, error) = await _site.VisitSsoAsync(authorize, character: null);

        var outcome = await _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, error, Maren));

        Assert.Equal(("eveonline.sso.cancelled", 200, "/account/characters/add/"), (outcome.Problem, outcome.Status, outcome.Retry));
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.Malformed)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.NotFound)]
    public async Task When_the_SSO_is_down_the_pilot_may_try_again_and_nothing_is_stored(FaultKind fault)
    {
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, fault, "/token"));

        var outcome = await _site.FinishAsync(_pilot);

        Assert.Equal(("eveonline.sso.down", 503, "/dashboard/?tab=1"), (outcome.Problem, outcome.Status, outcome.Retry));
        Assert.Empty(await _site.DbAsync(db => db.Tokens.ToListAsync()));
    }

    [Theory, Rule("AUTH-037"), Rule("AUTH-038")]
    [InlineData(TokenFault.Expired)]
    [InlineData(TokenFault.WrongAudience)]
    [InlineData(TokenFault.WrongIssuer)]
    [InlineData(TokenFault.WrongSignature)]
    [InlineData(TokenFault.NoAlgorithm)]
    [InlineData(TokenFault.PublicKeyAsSecret)]
    [InlineData(TokenFault.WrongSubject)]
    public async Task A_token_that_cannot_be_trusted_is_not_stored_and_the_pilot_reads_of_it(TokenFault fault)
    {
        _site.Eve.Control.SpoilTokens(fault);

        var outcome = await _site.FinishAsync(_pilot);

        Assert.Equal("eveonline.sso.unverified", outcome.Problem);
        Assert.Empty(await _site.DbAsync(db => db.Tokens.ToListAsync()));
        Assert.Empty(await _site.DbAsync(db => db.Outbox.ToListAsync()));
    }

    [Theory, Rule("AUTH-037")]
    [InlineData("https://login.eveonline.com")]
    [InlineData("https://login.eveonline.com/")]
    [InlineData("login.eveonline.com")]
    public async Task All_spellings_of_the_issuer_are_taken(string issuer)
    {
        _site.Eve.Control.Change(s => s with { Issuer = issuer });

        Assert.True((await _site.LogInAsync(_pilot)).IsNew);
    }

    [Fact, Rule("AUTH-037")]
    public async Task One_scope_comes_as_a_text_and_several_as_a_list()
    {
        await _site.LogInAsync(_pilot, Maren, scopes: ["publicData"]);
        await _site.LogInAsync(_pilot, Maren, scopes: ["publicData", "esi-location.read_location.v1"]);

        var scopes = await _site.DbAsync(db => db.Tokens.OrderBy(t => t.Id).Select(t => t.Scopes).ToListAsync());
        Assert.Equal([["publicData"], ["esi-location.read_location.v1", "publicData"]], scopes);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("JWT-Signature-Key")]
    public async Task A_new_signing_key_is_fetched_when_it_appears_but_not_for_every_strange_token(string? keyId)
    {
        await _site.LogInAsync(_pilot);
        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        _site.Eve.Control.RotateSigningKey(keyId);

        await _site.LogInAsync(_pilot);

        _site.Eve.Requests.Clear();
        _site.Eve.Control.SpoilTokens(TokenFault.WrongSignature, 3);
        for (var i = 0; i < 3; i++)
        {
            await _site.FinishAsync(_pilot);
        }

        Assert.True(_site.Eve.Requests.To("/oauth/jwks").Count <= 1);
    }

    [Fact]
    public async Task One_missed_fetch_of_the_first_keys_keeps_everybody_out_for_seconds_only()
    {
        _site.Eve.Control.AddFault(new Fault(SimulatedService.Sso, FaultKind.Unavailable, Route: "/oauth/jwks"));
        Assert.NotNull((await _site.FinishAsync(_pilot)).Problem);
        _site.Eve.Control.LiftFaults();
        _site.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Null((await _site.FinishAsync(_pilot)).Problem);
    }

    [Fact, Rule("AUTH-039")]
    public async Task An_equivalent_token_is_renewed_instead_of_doubled()
    {
        var first = await _site.LogInAsync(_pilot, Maren);
        _site.Clock.Advance(TimeSpan.FromMinutes(5));

        var again = await _site.LogInAsync(_pilot, Maren);

        Assert.Equal(first with { IsNew = false }, again);
        var token = await _site.DbAsync(db => db.Tokens.SingleAsync());
        Assert.Equal(_site.Clock.GetUtcNow(), token.RefreshedAt);
        await _site.DeliverAsync();
        Assert.Single(_site.Events.Of<TokenAdded>());
    }

    [Fact, Rule("AUTH-039")]
    public async Task Other_scopes_or_another_user_make_a_token_of_their_own()
    {
        await _site.LogInAsync(_pilot, Maren);
        await _site.LogInAsync(_pilot, Maren, scopes: ["publicData", "esi-location.read_location.v1"]);
        await _site.LogInAsync(_pilot, new UserId(8));

        Assert.Equal(3, await _site.DbAsync(db => db.Tokens.CountAsync()));
    }

    [Fact, Rule("AUTH-039")]
    public async Task A_setting_makes_every_login_a_token_of_its_own()
    {
        var node = _site.AddNode(("Sso:AlwaysCreateToken", "true"));
        for (var i = 0; i < 2; i++)
        {
            var (code, state, _) = await _site.VisitSsoAsync(await _site.AskAsync(new StartSsoRoundTrip("browser", "/", ["publicData"], Maren)), _pilot);
            await _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, Maren), node);
        }

        Assert.Equal(2, await _site.DbAsync(db => db.Tokens.CountAsync()));
    }

    [Fact, Rule("AUTH-043")]
    public async Task A_recognised_users_equivalent_token_takes_over_the_new_secrets()
    {
        var old = await _site.LogInAsync(_pilot, Maren);
        var unowned = await _site.LogInAsync(_pilot);

        await _site.AskAsync(new AssignToken(unowned.Token, Maren));

        Assert.Equal((old.Token, (UserId?)Maren), await _site.DbAsync(db => db.Tokens.Select(t => new ValueTuple<int, UserId?>(t.Id, t.UserId)).SingleAsync()));
    }

    [Fact, Rule("AUTH-043")]
    public async Task A_recognised_user_without_one_gets_the_new_token()
    {
        var unowned = await _site.LogInAsync(_pilot);

        await _site.AskAsync(new AssignToken(unowned.Token, Maren));
        await _site.AskAsync(new AssignToken(unowned.Token, new UserId(8)));

        Assert.Equal(Maren, await _site.DbAsync(db => db.Tokens.Select(t => t.UserId).SingleAsync()));
    }

    [Fact, Rule("AUTH-096")]
    public async Task A_login_under_a_new_owner_hash_ends_the_old_owners_tokens()
    {
        await _site.LogInAsync(_pilot, Maren);
        var before = _site.Eve.Universe.Characters[_pilot].OwnerHash;
        _site.Eve.Control.SellPilot(_pilot);

        await _site.LogInAsync(_pilot, new UserId(8));

        await _site.DeliverAsync();
        var revoked = Assert.Single(_site.Events.Of<TokenRevoked>());
        Assert.Equal((before, (UserId?)Maren, TokenEnd.CharacterSold), (revoked.OwnerHash, revoked.User, revoked.Reason));
        Assert.Equal(new UserId(8), await _site.DbAsync(db => db.Tokens.Select(t => t.UserId).SingleAsync()));
    }

    [Fact, Rule("AUTH-040"), Rule("AUTH-041")]
    public async Task Usable_tokens_are_the_users_own_with_the_scopes_one_per_character_by_name()
    {
        var pilots = _site.Eve.Universe.Characters.Values.Where(c => !c.IsDeleted).OrderByDescending(c => c.Name, StringComparer.OrdinalIgnoreCase).Take(2).ToList();
        foreach (var pilot in pilots)
        {
            await _site.LogInAsync(pilot.Id, Maren, scopes: ["publicData", "esi-location.read_location.v1"]);
        }

        await _site.LogInAsync(pilots[0].Id, Maren);
        await _site.LogInAsync(_pilot, new UserId(8), scopes: ["publicData", "esi-location.read_location.v1"]);

        var usable = await _site.AskAsync(new FindUsableTokens(Maren, ["esi-location.read_location.v1"]));

        Assert.Equal([pilots[1].Name, pilots[0].Name], usable.Select(u => u.CharacterName));
        Assert.Equal(2, (await _site.AskAsync(new FindUsableTokens(Maren, ["publicData"]))).Count);
        Assert.Empty(await _site.AskAsync(new FindUsableTokens(Maren, ["esi-fleets.read_fleet.v1"])));
    }

    [Fact]
    public async Task A_round_trip_that_takes_longer_than_five_minutes_is_over_and_cleaned_up()
    {
        var authorize = await _site.AskAsync(new StartSsoRoundTrip("browser", "/", ["publicData"], null));
        var (code, state, _) = await _site.VisitSsoAsync(authorize, _pilot);
        _site.Clock.Advance(TimeSpan.FromSeconds(301));

        Assert.Equal(404, (await _site.AskAsync(new FinishSsoLoginRequest("browser", code, state, null, null))).Status);
        await _site.RunAsync<CleanRoundTripsJob>();
        Assert.Empty(await _site.DbAsync(db => db.RoundTrips.ToListAsync()));
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("/dash\r\nSet-Cookie: a=b")]
    [InlineData("dashboard")]
    public async Task The_way_back_is_always_on_this_site(string path) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _site.AskAsync(new StartSsoRoundTrip("browser", path, ["publicData"], null)));
}
