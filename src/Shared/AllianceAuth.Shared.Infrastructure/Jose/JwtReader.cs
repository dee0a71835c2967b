using System.Text;
using System.Text.Json;
using AllianceAuth.Shared.Infrastructure.Platform;

namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>Reads and checks signed tokens. Whatever comes in, the answer is a result: nothing throws, nothing unsigned passes.</summary>
public static class JwtReader
{
    /// <summary>Characters we read at most; ESI itself refuses tokens over about 4,096.</summary>
    public const int LongestToken = 16 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Checks the signature against published keys and, when it fits, the claims.</summary>
    /// <param name="token">JWS compact serialisation.</param>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="expected">What the claims must say.</param>
    /// <param name="clock">What time it is.</param>
    public static JwtResult Read(string? token, JsonWebKeySet keys, JwtExpectations expected, TimeProvider clock)
    {
        var signed = ReadSigned(token, keys);
        return signed.Claims is { } claims && expected.FirstBroken(claims, clock.GetUtcNow()) is var failure and not JwtFailure.None
            ? new JwtResult(failure, null, signed.KeyId)
            : signed;
    }

    /// <summary>Checks the signature only. For tokens whose claims have rules of their own.</summary>
    public static JwtResult ReadSigned(string? token, JsonWebKeySet keys)
    {
        if (token is null or { Length: > LongestToken })
        {
            return new(token is null ? JwtFailure.Malformed : JwtFailure.TooLong, null, null);
        }

        if (token.Split('.') is not [var head, var body, var seal]
            || Object(head) is not { } header
            || Base64UrlText.Decode(seal) is not { } signature)
        {
            return new(JwtFailure.Malformed, null, null);
        }

        var keyId = Text(header, "kid");
        // "crit" names extensions that must be understood; we understand none (RFC 7515 §4.1.11).
        if (header.TryGetProperty("crit", out _) || Algorithm(header) is not { } algorithm)
        {
            return new(JwtFailure.Algorithm, null, keyId);
        }

        if (keys.Find(keyId, algorithm) is not { } key)
        {
            return new(JwtFailure.UnknownKey, null, keyId);
        }

        if (!key.Verify(Encoding.ASCII.GetBytes($"{head}.{body}"), signature))
        {
            return new(JwtFailure.Signature, null, keyId);
        }

        return Object(body) is { } claims ? new(JwtFailure.None, new JwtClaims(claims), keyId) : new(JwtFailure.Malformed, null, keyId);
    }

    private static SignatureAlgorithm? Algorithm(JsonElement header) => Text(header, "alg") switch
    {
        nameof(SignatureAlgorithm.RS256) => SignatureAlgorithm.RS256,
        nameof(SignatureAlgorithm.ES256) => SignatureAlgorithm.ES256,
        _ => null,
    };

    private static JsonElement? Object(string part)
    {
        if (Base64UrlText.Decode(part) is not { } bytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        // InvalidOperationException: a lone surrogate in a name cannot become a .NET string.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) => new JwtClaims(json).FindText(name);
}
