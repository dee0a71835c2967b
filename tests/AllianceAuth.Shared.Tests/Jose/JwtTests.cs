using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AllianceAuth.Shared.Infrastructure.Jose;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Testing;

namespace AllianceAuth.Shared.Tests.Jose;

public sealed class JwtTests : IDisposable
{
    private static readonly JsonWebKeySet Standards = JsonWebKeySet.Parse(Vectors.SignatureKeys)!;
    private readonly FakeClock _clock = FakeClock.Still(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly JsonWebKey _rsa = JsonWebKey.Of(RSA.Create(2048), "JWT-Signature-Key");
    private readonly JsonWebKey _ec = JsonWebKey.Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), "6f0f4c1e");

    private JsonWebKeySet Keys => new(_rsa, _ec);

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    [Theory]
    [InlineData(Vectors.RsaToken)]
    [InlineData(Vectors.EcToken)]
    public void The_signed_examples_of_RFC_7515_are_good(string token)
    {
        var result = JwtReader.ReadSigned(token, Standards);

        Assert.True(result.IsValid);
        Assert.Equal("joe", result.Claims.Issuer);
        Assert.Equal(1_300_819_380, result.Claims.ExpiresAt?.ToUnixTimeSeconds());
        Assert.True(result.Claims.Has("http://example.com/is_root"));
    }

    [Theory]
    [InlineData(Vectors.HmacToken)]
    [InlineData(Vectors.UnsignedToken)]
    public void The_examples_with_a_shared_secret_and_without_a_signature_are_refused_before_a_key_is_looked_at(string token) =>
        Assert.Equal(JwtFailure.Algorithm, JwtReader.ReadSigned(token, Standards).Failure);

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("rs256")]
    [InlineData("")]
    public void No_other_algorithm_is_taken_whatever_it_is_signed_with(string algorithm)
    {
        var head = Encode($$"""{"alg":"{{algorithm}}","kid":"JWT-Signature-Key"}""");
        var body = Encode(Claims().ToJsonString());
        // A famous attack signs with the published key as if it were a shared secret.
        var secret = Encoding.ASCII.GetBytes(_rsa.ToPublicJson()["n"]!.GetValue<string>());
        var seal = Base64UrlText.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{head}.{body}")));

        Assert.Equal(JwtFailure.Algorithm, Read($"{head}.{body}.{seal}").Failure);
        Assert.Equal(JwtFailure.Algorithm, Read($"{head}.{body}.").Failure);
    }

    [Fact]
    public void A_token_of_our_own_comes_back_with_what_it_says()
    {
        foreach (var key in new[] { _rsa, _ec })
        {
            var published = JsonWebKeySet.Parse(Keys.ToPublicJson())!;

            var result = JwtReader.Read(JwtWriter.Write(Claims(), key), published, Expected(), _clock);

            Assert.True(result.IsValid, result.Failure.ToString());
            Assert.Equal((key.KeyId, "CHARACTER:EVE:2112000001"), (result.KeyId, result.Claims.Subject));
            Assert.Equal(["publicData", "esi-location.read_location.v1"], result.Claims.FindTexts("scp"));
        }
    }

    [Fact]
    public void The_published_half_of_a_key_holds_nothing_secret() =>
        Assert.DoesNotContain(JsonNode.Parse(Keys.ToPublicJson())!["keys"]!.AsArray(), key => key!.AsObject().Any(m => m.Key is "d" or "p" or "q" or "dp" or "dq" or "qi"));

    public static TheoryData<string, string?, JwtFailure> BrokenClaims => new()
    {
        { "iss", "\"https://login.example.test\"", JwtFailure.Issuer },
        { "iss", "[\"https://login.eveonline.com\"]", JwtFailure.Issuer },
        { "iss", null, JwtFailure.Issuer },
        { "aud", "\"EVE Online\"", JwtFailure.Audience },
        { "aud", "[\"EVE Online\",\"another client\"]", JwtFailure.Audience },
        { "aud", "[\"EVE Online\",7]", JwtFailure.Audience },
        { "aud", null, JwtFailure.Audience },
        { "exp", "1767225569", JwtFailure.Expired },
        { "exp", "\"1767229999\"", JwtFailure.Expired },
        { "exp", "1e300", JwtFailure.Expired },
        { "exp", "-1", JwtFailure.Expired },
        { "exp", null, JwtFailure.Expired },
        { "iat", "1767225631", JwtFailure.NotYetValid },
        { "iat", "\"yesterday\"", JwtFailure.NotYetValid },
        { "nbf", "1767225631", JwtFailure.NotYetValid },
    };

    [Theory]
    [MemberData(nameof(BrokenClaims))]
    public void A_claim_that_does_not_fit_is_named(string claim, string? json, JwtFailure failure) =>
        Assert.Equal(failure, Read(JwtWriter.Write(Claims(claim, json), _rsa)).Failure);

    [Theory]
    [InlineData("iss", "\"login.eveonline.com\"")]
    [InlineData("aud", "[\"x\",\"EVE Online\",\"our client\"]")]
    [InlineData("exp", "1767225571")]
    [InlineData("iat", "1767225629")]
    [InlineData("iat", null)]
    [InlineData("nbf", "1767225600.5")]
    public void What_is_within_the_rules_or_two_clocks_difference_is_taken(string claim, string? json) =>
        Assert.Equal(JwtFailure.None, Read(JwtWriter.Write(Claims(claim, json), _rsa)).Failure);

    [Theory]
    [InlineData("\"publicData\"", new[] { "publicData" })]
    [InlineData("[\"a\",\"b\"]", new[] { "a", "b" })]
    [InlineData(null, new string[0])]
    [InlineData("7", new string[0])]
    public void Scopes_come_as_one_text_as_many_or_not_at_all(string? json, string[] expected) =>
        Assert.Equal(expected, Read(JwtWriter.Write(Claims("scp", json), _rsa)).Claims!.FindTexts("scp"));

    [Fact]
    public void A_key_is_chosen_by_its_id_and_its_algorithm()
    {
        using var sameId = JsonWebKey.Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), _rsa.KeyId!);
        using var stranger = JsonWebKey.Of(RSA.Create(2048), "rotated");
        var keys = new JsonWebKeySet(sameId, _rsa);

        Assert.Equal(JwtFailure.None, JwtReader.ReadSigned(JwtWriter.Write(Claims(), _rsa), keys).Failure);
        Assert.Equal(JwtFailure.None, JwtReader.ReadSigned(JwtWriter.Write(Claims(), sameId), keys).Failure);
        Assert.Equal(JwtFailure.UnknownKey, JwtReader.ReadSigned(JwtWriter.Write(Claims(), stranger), keys).Failure);
        Assert.Equal("rotated", JwtReader.ReadSigned(JwtWriter.Write(Claims(), stranger), keys).KeyId);
    }

    [Fact]
    public void A_forger_with_the_right_key_id_is_found_out()
    {
        using var forger = JsonWebKey.Of(RSA.Create(2048), _rsa.KeyId!);

        Assert.Equal(JwtFailure.Signature, Read(JwtWriter.Write(Claims(), forger)).Failure);
    }

    [Theory]
    [InlineData("""{"alg":"RS256","kid":"JWT-Signature-Key","crit":["exp"]}""", JwtFailure.Algorithm)]
    [InlineData("""{"alg":"RS256","alg":"none","kid":"JWT-Signature-Key"}""", JwtFailure.Malformed)]
    [InlineData("""["RS256"]""", JwtFailure.Malformed)]
    [InlineData("""{"alg":7}""", JwtFailure.Algorithm)]
    [InlineData("""{"\ud800":1,"alg":"RS256"}""", JwtFailure.Malformed)]
    [InlineData("not json", JwtFailure.Malformed)]
    public void A_strange_header_is_refused(string header, JwtFailure failure) =>
        Assert.Equal(failure, Read($"{Encode(header)}.{Encode("{}")}.{Encode("x")}").Failure);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("é.é.é")]
    public void What_is_no_token_is_malformed(string? token) => Assert.Equal(JwtFailure.Malformed, Read(token).Failure);

    [Fact]
    public void A_token_over_the_limit_is_not_even_split() =>
        Assert.Equal(JwtFailure.TooLong, Read(new string('a', JwtReader.LongestToken + 1)).Failure);

    [Fact]
    public void The_key_document_of_RFC_7517_yields_its_signature_key_and_leaves_the_one_for_encryption()
    {
        var key = Assert.Single(JsonWebKeySet.Parse(Vectors.PublishedKeys)!.Keys);

        Assert.Equal(("2011-04-29", SignatureAlgorithm.RS256), (key.KeyId, key.Algorithm));
    }

    [Fact]
    public void A_key_document_with_members_and_kinds_we_do_not_know_is_read_all_the_same()
    {
        var document = JsonNode.Parse(Keys.ToPublicJson())!;
        document["SkipUnresolvedJsonWebKeys"] = true;
        document["keys"]!.AsArray().Add(JsonNode.Parse("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""));
        document["keys"]!.AsArray().Add(JsonNode.Parse("""{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"far too short"}"""));
        document["keys"]!.AsArray().Add(JsonNode.Parse("""{"kty":"EC","crv":"P-256","x":"AAAA","y":7}"""));
        document["keys"]!.AsArray().Add(JsonNode.Parse("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"""));
        document["keys"]!.AsArray().Add(7);

        Assert.Equal(["JWT-Signature-Key", "6f0f4c1e"], JsonWebKeySet.Parse(document.ToJsonString())!.Keys.Select(k => k.KeyId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("<html>502 Bad Gateway</html>")]
    public void What_is_no_key_document_is_null(string json) => Assert.Null(JsonWebKeySet.Parse(json));

    private static string Encode(string text) => Base64UrlText.Encode(Encoding.UTF8.GetBytes(text));

    private static JwtExpectations Expected() => new()
    {
        Issuers = ["https://login.eveonline.com", "https://login.eveonline.com/", "login.eveonline.com"],
        Audiences = ["EVE Online", "our client"],
    };

    /// <summary>The claims of a good token at 1767225600, the clock's start, with one replaced or (null) left out.</summary>
    private static JsonObject Claims(string? claim = null, string? json = null)
    {
        var claims = JsonNode.Parse("""
            {"scp":["publicData","esi-location.read_location.v1"],"sub":"CHARACTER:EVE:2112000001","aud":["our client","EVE Online"],
             "exp":1767226800,"iat":1767225600,"iss":"https://login.eveonline.com"}
            """)!.AsObject();
        if (claim is not null)
        {
            claims.Remove(claim);
            if (json is not null)
            {
                claims[claim] = JsonNode.Parse(json);
            }
        }

        return claims;
    }

    private JwtResult Read(string? token) => JwtReader.Read(token, Keys, Expected(), _clock);
}
