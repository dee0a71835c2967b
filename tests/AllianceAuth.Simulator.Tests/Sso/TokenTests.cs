using System.Net;
using System.Text.Json;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Sso;

public sealed class TokenTests
{
    // RFC 7636 vectors of 32 bytes 00, 01, … 1f; the second keeps the padding, as CCP's own sample does.
    private const string Verifier = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
    private const string Challenge = "6oZqdX5MOLq_qBJ8vppAnT4fk6AP8UiP9zX8-Rev_9A";
    private const string PaddedChallenge = "kF8o3vGOqsBa5vErLDRSdEr69ibaE0PVezlbVE4FGbY";

    [Fact]
    public async Task A_token_verifies_against_the_published_keys_and_says_who_it_is()
    {
        await using var simulation = await Simulation.StartAsync();

        var tokens = await simulation.SignInAsync(scope: $"publicData {Simulation.LocationScope}");

        var claims = await TokenVerifier.VerifyAsync(simulation, tokens.Access);
        Assert.Equal("CHARACTER:EVE:2112000001", claims.GetProperty("sub").GetString());
        Assert.Equal("Maren Ostvik", claims.GetProperty("name").GetString());
        Assert.Equal(simulation.World.Character("Maren Ostvik").OwnerHash, claims.GetProperty("owner").GetString());
        Assert.Equal(28, claims.GetProperty("owner").GetString()!.Length);
        Assert.Equal(Simulation.ClientId, claims.GetProperty("azp").GetString());
        Assert.Equal("https://login.eveonline.com", claims.GetProperty("iss").GetString());
        Assert.Equal(("tranquility", "live", "world"), (claims.GetProperty("tenant").GetString(), claims.GetProperty("tier").GetString(), claims.GetProperty("region").GetString()));
        Assert.True(Guid.TryParse(claims.GetProperty("jti").GetString(), out _));
        Assert.Equal(1_200, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.Equal(1_199, tokens.ExpiresIn);
    }

    [Fact]
    public async Task Several_scopes_are_a_list()
    {
        await using var simulation = await Simulation.StartAsync();

        var claims = await TokenVerifier.VerifyAsync(simulation, (await simulation.SignInAsync(scope: $"publicData {Simulation.LocationScope}")).Access);

        Assert.Equal(["publicData", Simulation.LocationScope], claims.GetProperty("scp").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public async Task One_scope_is_a_bare_string()
    {
        await using var simulation = await Simulation.StartAsync();

        var claims = await TokenVerifier.VerifyAsync(simulation, (await simulation.SignInAsync()).Access);

        Assert.Equal((JsonValueKind.String, "publicData"), (claims.GetProperty("scp").ValueKind, claims.GetProperty("scp").GetString()));
    }

    [Fact]
    public async Task Without_scopes_there_is_no_scope_claim_and_no_refresh_token()
    {
        await using var simulation = await Simulation.StartAsync();

        var tokens = await simulation.SignInAsync(scope: "");

        Assert.False((await TokenVerifier.VerifyAsync(simulation, tokens.Access)).TryGetProperty("scp", out _));
        Assert.Null(tokens.Refresh);
    }

    [Fact]
    public async Task A_refresh_token_is_sixteen_bytes_of_base64()
    {
        await using var simulation = await Simulation.StartAsync();

        var tokens = await simulation.SignInAsync();

        Assert.EndsWith("==", tokens.Refresh, StringComparison.Ordinal);
        Assert.Equal(16, Convert.FromBase64String(tokens.Refresh!).Length);
    }

    [Fact]
    public async Task A_used_code_is_refused()
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());
        using var first = await simulation.RedeemAsync(code);

        using var second = await simulation.RedeemAsync(code);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest), (first.StatusCode, second.StatusCode));
        Assert.Equal("invalid_grant", await second.ErrorAsync());
    }

    [Theory]
    [InlineData(300, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.BadRequest)]
    public async Task A_code_lives_for_five_minutes(int seconds, HttpStatusCode expected)
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());
        simulation.Clock.Advance(TimeSpan.FromSeconds(seconds));

        using var answer = await simulation.RedeemAsync(code);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_belongs_to_the_application_that_asked_for_it()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.RegisterClient("fedcba9876543210fedcba9876543210", "other", "Another site", "https://other.example.test/");
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());

        using var answer = await simulation.PostFormAsync("/sso/v2/oauth/token", new() { ["grant_type"] = "authorization_code", ["code"] = code }, "fedcba9876543210fedcba9876543210:other");

        Assert.Equal("invalid_grant", await answer.ErrorAsync());
    }

    [Fact]
    public async Task A_code_is_not_redeemed_for_another_callback()
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());

        using var answer = await simulation.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://other.example.test/"));

        Assert.Equal("invalid_grant", await answer.ErrorAsync());
    }

    [Theory]
    [InlineData(Verifier, Challenge)]
    [InlineData(Verifier + "=", PaddedChallenge)]
    public async Task A_public_client_shows_its_verifier_instead_of_a_secret(string verifier, string challenge)
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, new(Simulation.Authorize()) { ["code_challenge"] = challenge, ["code_challenge_method"] = "S256" });

        using var answer = await simulation.PostFormAsync(
            "/sso/v2/oauth/token", new() { ["grant_type"] = "authorization_code", ["code"] = code, ["client_id"] = Simulation.ClientId, ["code_verifier"] = verifier });

        var tokens = await Simulation.TokensAsync(answer);
        using var refreshed = await simulation.PostFormAsync(
            "/sso/v2/oauth/token", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.Refresh!, ["client_id"] = Simulation.ClientId });
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    [Fact]
    public async Task A_wrong_verifier_is_refused()
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, new(Simulation.Authorize()) { ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256" });

        using var answer = await simulation.TokenAsync(("grant_type", "authorization_code"), ("code", code), ("code_verifier", "guessed"));

        Assert.Equal("invalid_grant", await answer.ErrorAsync());
    }

    [Fact]
    public async Task Wrong_credentials_are_challenged()
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());

        using var answer = await simulation.TokenAsync("wrong", [("grant_type", "authorization_code"), ("code", code)]);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Basic realm=\"login.eveonline.com\"", answer.Header("WWW-Authenticate"));
        Assert.Equal("invalid_client", await answer.ErrorAsync());
    }

    [Fact]
    public async Task The_secret_may_stand_in_the_body()
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());

        using var answer = await simulation.PostFormAsync(
            "/sso/v2/oauth/token", new() { ["grant_type"] = "authorization_code", ["code"] = code, ["client_id"] = Simulation.ClientId, ["client_secret"] = Simulation.Secret });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_json_body_is_not_read()
    {
        await using var simulation = await Simulation.StartAsync();
        var code = await simulation.CodeAsync(Simulation.Maren, Simulation.Authorize());

        using var answer = await simulation.PostJsonAsync("/sso/v2/oauth/token", new { grant_type = "authorization_code", code });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("unsupported_grant_type", await answer.ErrorAsync());
    }

    [Fact]
    public async Task The_metadata_leads_to_the_simulators_own_addresses()
    {
        await using var simulation = await Simulation.StartAsync();

        var metadata = await simulation.JsonAsync("/sso/.well-known/oauth-authorization-server");

        Assert.Equal("https://login.eveonline.com", metadata.GetProperty("issuer").GetString());
        foreach (var endpoint in new[] { "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "revocation_endpoint" })
        {
            Assert.StartsWith($"{simulation.Host.Address}/sso/", metadata.GetProperty(endpoint).GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_keys_come_with_an_unused_curve_key_and_a_boolean_beside_them()
    {
        await using var simulation = await Simulation.StartAsync();

        var document = await simulation.JsonAsync("/sso/oauth/jwks");

        Assert.True(document.GetProperty("SkipUnresolvedJsonWebKeys").GetBoolean());
        Assert.Equal([("JWT-Signature-Key", "RS256"), ("6f0f4c1e-0f4b-4f0e-9a51-5a0b7c0d2e11", "ES256")],
            document.GetProperty("keys").EnumerateArray().Select(k => (k.GetProperty("kid").GetString()!, k.GetProperty("alg").GetString()!)));
    }

    [Fact]
    public async Task Verify_names_the_character_and_refuses_nonsense()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync();

        var good = await simulation.JsonAsync("/sso/oauth/verify", tokens.Access);
        using var bad = await simulation.GetAsync("/sso/v2/oauth/verify", "nonsense");

        Assert.Equal(Simulation.Maren, good.GetProperty("CharacterID").GetInt64());
        Assert.Equal(HttpStatusCode.Unauthorized, bad.StatusCode);
    }
}
