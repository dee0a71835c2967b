using System.Net;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Sso;

public sealed class RefreshTests
{
    private const string Missing = "Invalid refresh token. Token missing/expired.";
    private const string GrantGone = "Invalid refresh token. Character grant missing/expired.";

    [Fact]
    public async Task A_refresh_gives_the_same_refresh_token_while_rotation_is_off()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();

        using var answer = await simulation.RefreshAsync(tokens.Refresh!);

        Assert.Equal(tokens.Refresh, (await Simulation.TokensAsync(answer)).Refresh);
    }

    [Fact]
    public async Task With_rotation_the_old_refresh_token_is_dead()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Change(s => s with { RotateRefreshTokens = true });
        var tokens = await simulation.SignInAsync();
        using var first = await simulation.RefreshAsync(tokens.Refresh!);
        var rotated = await Simulation.TokensAsync(first);

        using var old = await simulation.RefreshAsync(tokens.Refresh!);
        using var next = await simulation.RefreshAsync(rotated.Refresh!);

        Assert.NotEqual(tokens.Refresh, rotated.Refresh);
        Assert.Equal(Missing, await old.DescriptionAsync());
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_refresh_may_ask_for_fewer_scopes()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: $"publicData {Simulation.LocationScope}");

        using var answer = await simulation.RefreshAsync(tokens.Refresh!, ("scope", Simulation.LocationScope));

        var claims = await TokenVerifier.VerifyAsync(simulation, (await Simulation.TokensAsync(answer)).Access);
        Assert.Equal(Simulation.LocationScope, claims.GetProperty("scp").GetString());
    }

    [Fact]
    public async Task A_refresh_may_not_ask_for_more()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();

        using var answer = await simulation.RefreshAsync(tokens.Refresh!, ("scope", Simulation.LocationScope));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_scope"), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task An_unknown_refresh_token_is_missing()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.RefreshAsync("bW9ja3JlZnJlc2h0b2tlbg==");

        Assert.Equal(("invalid_grant", Missing), (await answer.ErrorAsync(), await answer.DescriptionAsync()));
    }

    [Fact]
    public async Task A_revoked_token_is_dead_and_revoking_nothing_is_fine()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();

        using var revoked = await simulation.TokenAsync(Simulation.Secret, [("token", tokens.Refresh!), ("token_type_hint", "refresh_token")], "revoke");
        using var nothing = await simulation.TokenAsync(Simulation.Secret, [("token", "unknown")], "revoke");
        using var refreshed = await simulation.RefreshAsync(tokens.Refresh!);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (revoked.StatusCode, nothing.StatusCode));
        Assert.Equal(Missing, await refreshed.DescriptionAsync());
    }

    [Fact]
    public async Task A_grant_taken_back_by_its_player_is_gone()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();

        Assert.Equal(1, simulation.Control.RevokeTokens(Simulation.Maren));

        using var answer = await simulation.RefreshAsync(tokens.Refresh!);
        Assert.Equal(("invalid_grant", GrantGone), (await answer.ErrorAsync(), await answer.DescriptionAsync()));
    }

    [Fact]
    public async Task A_sold_pilot_has_another_owner_and_its_old_grants_are_gone()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();
        var before = (await TokenVerifier.VerifyAsync(simulation, tokens.Access)).GetProperty("owner").GetString();

        simulation.Control.SellPilot(Simulation.Maren);

        using var refreshed = await simulation.RefreshAsync(tokens.Refresh!);
        var after = (await TokenVerifier.VerifyAsync(simulation, (await simulation.SignInAsync()).Access)).GetProperty("owner").GetString();
        Assert.Equal(GrantGone, await refreshed.DescriptionAsync());
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task Pilots_of_one_account_have_different_owner_hashes()
    {
        await using var simulation = await Simulation.StartAsync();

        var hashes = simulation.World.CharactersOf(1).Select(c => c.OwnerHash).ToList();

        Assert.Equal(4, hashes.Distinct().Count());
    }

    [Fact]
    public async Task A_renamed_pilot_keeps_its_owner_and_its_grants()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();
        var owner = simulation.World.Characters[Simulation.Maren].OwnerHash;

        simulation.Control.RenamePilot(Simulation.Maren, "Maren Vale");

        using var answer = await simulation.RefreshAsync(tokens.Refresh!);
        var claims = await TokenVerifier.VerifyAsync(simulation, (await Simulation.TokensAsync(answer)).Access);
        Assert.Equal(("Maren Vale", owner), (claims.GetProperty("name").GetString(), claims.GetProperty("owner").GetString()));
    }

    [Fact]
    public async Task A_dropped_scope_is_not_valid_any_more()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: $"publicData {Simulation.LocationScope}");

        simulation.Control.DropScope(Simulation.LocationScope);

        using var refreshed = await simulation.RefreshAsync(tokens.Refresh!);
        using var asked = await simulation.GetAsync(Simulation.AuthorizeAddress(Simulation.Authorize(Simulation.LocationScope)));
        Assert.Equal("invalid_scope", await refreshed.ErrorAsync());
        Assert.Equal("invalid_scope", await asked.ErrorAsync());
    }

    [Fact]
    public async Task A_refresh_token_of_another_application_does_not_match()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.RegisterClient("fedcba9876543210fedcba9876543210", "other", "Another site", "https://other.example.test/");
        var tokens = await simulation.SignInAsync();

        using var answer = await simulation.PostFormAsync("/sso/v2/oauth/token", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.Refresh! }, "fedcba9876543210fedcba9876543210:other");

        Assert.Equal("invalid_token", await answer.ErrorAsync());
    }
}
