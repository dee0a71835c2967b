using System.Text.Json;
using System.Text.Json.Nodes;

namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>Published keys (RFC 7517 §5). Keys of kinds we do not use are passed over, members we do not know are ignored.</summary>
public sealed class JsonWebKeySet
{
    private const int LongestDocument = 256 * 1024;
    private const int MostKeys = 100;

    /// <summary>Makes a set of keys.</summary>
    public JsonWebKeySet(params IReadOnlyList<JsonWebKey> keys) => Keys = keys;

    /// <summary>The keys we can use.</summary>
    public IReadOnlyList<JsonWebKey> Keys { get; }

    /// <summary>Reads a JWKS document; null when it is none.</summary>
    public static JsonWebKeySet? Parse(string json)
    {
        if (json.Length > LongestDocument)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object
                && document.RootElement.TryGetProperty("keys", out var keys) && keys.ValueKind is JsonValueKind.Array
                ? new JsonWebKeySet([.. keys.EnumerateArray().Take(MostKeys).Select(JsonWebKey.Read).OfType<JsonWebKey>()])
                : null;
        }
        // InvalidOperationException: a lone surrogate in a string cannot become a .NET string.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The key that bears this id and signs this way. A token without a key id fits only a set with one key of its algorithm.</summary>
    public JsonWebKey? Find(string? keyId, SignatureAlgorithm algorithm)
    {
        var candidates = Keys.Where(k => k.Algorithm == algorithm && (keyId is null || k.KeyId == keyId)).Take(2).ToList();
        return candidates.Count == 1 || (candidates.Count > 1 && keyId is not null) ? candidates[0] : null;
    }

    /// <summary>The public halves as a JWKS document.</summary>
    public string ToPublicJson() => new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(k => k.ToPublicJson())]) }.ToJsonString();
}
