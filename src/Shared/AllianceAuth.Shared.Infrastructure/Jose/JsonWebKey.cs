using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceAuth.Shared.Infrastructure.Platform;

namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>A key as RFC 7517 writes it: RSA for RS256 or P-256 for ES256. Holds the private half when it was made from one.</summary>
public sealed class JsonWebKey : IDisposable
{
    // Shorter RSA keys are broken in practice; RFC 7518 §3.3 forbids them. Longer ones only cost time.
    private const int ShortestRsa = 2048;
    private const int LongestRsa = 8192;
    private const int P256Bytes = 32;

    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;

    private JsonWebKey(string? keyId, SignatureAlgorithm algorithm, RSA? rsa, ECDsa? ec)
    {
        KeyId = keyId;
        Algorithm = algorithm;
        _rsa = rsa;
        _ec = ec;
    }

    /// <summary><c>kid</c>, or null.</summary>
    public string? KeyId { get; }

    /// <summary>What it signs with.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>Wraps an RSA key, which is disposed with this one.</summary>
    public static JsonWebKey Of(RSA key, string keyId) => new(keyId, SignatureAlgorithm.RS256, key, null);

    /// <summary>Wraps a P-256 key, which is disposed with this one.</summary>
    public static JsonWebKey Of(ECDsa key, string keyId) => new(keyId, SignatureAlgorithm.ES256, null, key);

    /// <summary>Signs with the private half.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => _rsa is not null
        ? _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : _ec!.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Whether the signature fits. Never throws on a strange one.</summary>
    public bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _rsa is not null
                ? _rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : signature.Length == 2 * P256Bytes && _ec!.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The public half as JSON, for a JWKS document.</summary>
    public JsonObject ToPublicJson()
    {
        var json = new JsonObject { ["kid"] = KeyId, ["use"] = "sig", ["alg"] = Algorithm.ToString() };
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(includePrivateParameters: false);
            json["kty"] = "RSA";
            json["n"] = Base64UrlText.Encode(rsa.Modulus);
            json["e"] = Base64UrlText.Encode(rsa.Exponent);
        }
        else
        {
            var ec = _ec!.ExportParameters(includePrivateParameters: false);
            json["kty"] = "EC";
            json["crv"] = "P-256";
            json["x"] = Base64UrlText.Encode(ec.Q.X);
            json["y"] = Base64UrlText.Encode(ec.Q.Y);
        }

        return json;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    /// <summary>Reads a public key; null for a key of a kind we do not use, for another use than signing, and for a damaged one.</summary>
    internal static JsonWebKey? Read(JsonElement json)
    {
        if (json.ValueKind is not JsonValueKind.Object || (Text(json, "use") ?? "sig") != "sig")
        {
            return null;
        }

        var (keyId, algorithm) = (Text(json, "kid"), Text(json, "alg"));
        try
        {
            return Text(json, "kty") switch
            {
                "RSA" when algorithm is null or nameof(SignatureAlgorithm.RS256) => ReadRsa(json, keyId),
                "EC" when algorithm is null or nameof(SignatureAlgorithm.ES256) && Text(json, "crv") == "P-256" => ReadP256(json, keyId),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static JsonWebKey? ReadRsa(JsonElement json, string? keyId)
    {
        if (Bytes(json, "n") is not { } modulus || Bytes(json, "e") is not { Length: > 0 and <= 8 } exponent
            || modulus.Length * 8 is < ShortestRsa or > LongestRsa)
        {
            return null;
        }

        return new(keyId, SignatureAlgorithm.RS256, RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent }), null);
    }

    private static JsonWebKey? ReadP256(JsonElement json, string? keyId)
    {
        if (Text(json, "crv") != "P-256" || Bytes(json, "x") is not { Length: P256Bytes } x || Bytes(json, "y") is not { Length: P256Bytes } y)
        {
            return null;
        }

        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };
        return new(keyId, SignatureAlgorithm.ES256, null, ECDsa.Create(parameters));
    }

    private static byte[]? Bytes(JsonElement json, string name) => Text(json, name) is { } text ? Base64UrlText.Decode(text) : null;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
