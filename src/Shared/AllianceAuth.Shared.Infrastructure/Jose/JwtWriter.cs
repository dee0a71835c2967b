using System.Text;
using System.Text.Json.Nodes;
using AllianceAuth.Shared.Infrastructure.Platform;

namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>Makes signed tokens (JWS compact serialisation, RFC 7515 §3.1).</summary>
public static class JwtWriter
{
    /// <summary>Signs claims.</summary>
    /// <param name="claims">The payload.</param>
    /// <param name="key">A key with its private half.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    public static string Write(JsonObject claims, JsonWebKey key, string type = "JWT")
    {
        var header = new JsonObject { ["alg"] = key.Algorithm.ToString(), ["typ"] = type };
        if (key.KeyId is not null)
        {
            header["kid"] = key.KeyId;
        }

        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64UrlText.Encode(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Part(JsonObject json) => Base64UrlText.Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
