using System.Net;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Sso;

public sealed class TokenFaultTests
{
    [Theory]
    [InlineData(TokenFault.Expired, "expired")]
    [InlineData(TokenFault.WrongAudience, "audience")]
    [InlineData(TokenFault.WrongIssuer, "issuer")]
    [InlineData(TokenFault.WrongSignature, "signature")]
    [InlineData(TokenFault.NoAlgorithm, "algorithm none")]
    [InlineData(TokenFault.PublicKeyAsSecret, "algorithm HS256")]
    [InlineData(TokenFault.WrongSubject, "subject")]
    public async Task A_spoiled_token_does_not_verify_and_the_next_one_does(TokenFault fault, string reason)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.SpoilTokens(fault);

        var spoiled = await simulation.SignInAsync();
        var sound = await simulation.SignInAsync();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TokenVerifier.VerifyAsync(simulation, spoiled.Access));
        Assert.Equal(reason, refusal.Message);
        await TokenVerifier.VerifyAsync(simulation, sound.Access);
    }

    [Theory]
    [InlineData(TokenFault.Expired, "token is expired")]
    [InlineData(TokenFault.WrongAudience, "authentication failure")]
    [InlineData(TokenFault.WrongIssuer, "authentication failure")]
    [InlineData(TokenFault.WrongSignature, "authentication failure")]
    [InlineData(TokenFault.NoAlgorithm, "authentication failure")]
    [InlineData(TokenFault.PublicKeyAsSecret, "authentication failure")]
    [InlineData(TokenFault.FewerScopes, "token is not valid for scope(s): esi-location.read_location.v1")]
    public async Task Esi_refuses_a_spoiled_token(TokenFault fault, string error)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.SpoilTokens(fault);
        var tokens = await simulation.SignInAsync(scope: $"publicData {Simulation.LocationScope}");

        using var answer = await simulation.GetAsync("/esi/characters/2112000001/location", tokens.Access);

        Assert.Equal((HttpStatusCode.Forbidden, error), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task A_rotated_key_has_a_new_id_and_signs_from_then_on()
    {
        await using var simulation = await Simulation.StartAsync();
        var before = await simulation.SignInAsync(scope: Simulation.LocationScope);

        simulation.Control.RotateSigningKey();

        var after = await simulation.SignInAsync(scope: Simulation.LocationScope);
        Assert.NotEqual(Kid(before), Kid(after));
        await TokenVerifier.VerifyAsync(simulation, after.Access);
        await Assert.ThrowsAsync<InvalidOperationException>(() => TokenVerifier.VerifyAsync(simulation, before.Access));
        await simulation.JsonAsync("/esi/characters/2112000001/location", before.Access);

        static string? Kid(Tokens tokens) => TokenVerifier.Json(tokens.Access.Split('.')[0]).GetProperty("kid").GetString();
    }

    [Fact]
    public async Task A_new_key_may_keep_the_old_id()
    {
        await using var simulation = await Simulation.StartAsync();
        var before = await simulation.SignInAsync();

        simulation.Control.RotateSigningKey("JWT-Signature-Key");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => TokenVerifier.VerifyAsync(simulation, before.Access));
        Assert.Equal("signature", refusal.Message);
    }

    [Theory]
    [InlineData("https://login.eveonline.com")]
    [InlineData("https://login.eveonline.com/")]
    [InlineData("login.eveonline.com")]
    public async Task The_issuer_has_three_forms(string issuer)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Change(s => s with { Issuer = issuer });

        var tokens = await simulation.SignInAsync(scope: Simulation.LocationScope);

        Assert.Equal(issuer, (await TokenVerifier.VerifyAsync(simulation, tokens.Access)).GetProperty("iss").GetString());
        await simulation.JsonAsync("/esi/characters/2112000001/location", tokens.Access);
    }

    [Fact]
    public async Task The_life_of_a_token_can_be_set()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Change(s => s with { AccessTokenSeconds = 10 });
        var tokens = await simulation.SignInAsync(scope: Simulation.LocationScope);

        simulation.Clock.Advance(TimeSpan.FromSeconds(10));

        using var answer = await simulation.GetAsync("/esi/characters/2112000001/location", tokens.Access);
        Assert.Equal((HttpStatusCode.Forbidden, "token is expired"), (answer.StatusCode, await answer.ErrorAsync()));
    }
}
