using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AllianceAuth.Simulator.Tests.Support;

/// <summary>Verifies access tokens from the published keys alone, as a client has to.</summary>
internal static class TokenVerifier
{
    /// <returns>The claims.</returns>
    /// <exception cref="InvalidOperationException">The token is not good; the message says why.</exception>
    public static async Task<JsonElement> VerifyAsync(Simulation simulation, string token)
    {
        var parts = token.Split('.');
        var header = Json(parts[0]);
        var claims = Json(parts[1]);
        var algorithm = header.GetProperty("alg").GetString();
        Demand(algorithm == "RS256", $"algorithm {algorithm}");
        var keys = (await simulation.JsonAsync("/sso/oauth/jwks")).GetProperty("keys").EnumerateArray()
            .Where(k => k.GetProperty("kid").GetString() == header.GetProperty("kid").GetString() && k.GetProperty("alg").GetString() == algorithm)
            .ToList();
        Demand(keys.Count == 1, "unknown key");
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(keys[0].GetProperty("n")), Exponent = Bytes(keys[0].GetProperty("e")) });
        Demand(rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "signature");
        var now = simulation.Clock.GetUtcNow().ToUnixTimeSeconds();
        var audience = claims.GetProperty("aud").EnumerateArray().Select(a => a.GetString()).ToList();
        Demand(claims.GetProperty("exp").GetInt64() > now, "expired");
        Demand(claims.GetProperty("iat").GetInt64() <= now, "from the future");
        Demand(audience.Contains("EVE Online") && audience.Contains(Simulation.ClientId), "audience");
        Demand(claims.GetProperty("iss").GetString() is "https://login.eveonline.com" or "https://login.eveonline.com/" or "login.eveonline.com", "issuer");
        Demand(claims.GetProperty("sub").GetString()!.StartsWith("CHARACTER:EVE:", StringComparison.Ordinal), "subject");
        return claims;
    }

    public static JsonElement Json(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return document.RootElement.Clone();
    }

    private static byte[] Bytes(JsonElement text) => Base64Url.DecodeFromChars(text.GetString());

    private static void Demand(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
