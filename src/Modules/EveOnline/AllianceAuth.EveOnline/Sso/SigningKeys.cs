using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>
/// The keys EVE signs access tokens with. Kept for hours; an unknown key id makes us look again, but not more often than once a minute, or
/// anybody with a made-up token could make us hammer the SSO.
/// </summary>
internal sealed class SigningKeys(IServiceProvider services, TimeProvider clock, ILogger<SigningKeys> logger) : IDisposable
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(6);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private IReadOnlyList<SigningKey> _keys = [];
    private DateTimeOffset _goodUntil;
    private DateTimeOffset _notBefore;

    public void Dispose() => _fetching.Dispose();

    /// <summary>The key with this id and algorithm, or null when EVE does not publish one or cannot be asked.</summary>
    public async Task<SigningKey?> FindAsync(string? keyId, string algorithm, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < _goodUntil && Match(keyId, algorithm) is { } known)
        {
            return known;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            var isStale = now >= _goodUntil;
            if (now >= _notBefore && (isStale || Match(keyId, algorithm) is null))
            {
                await FetchAsync(now, cancellationToken);
            }

            // Keys past their time still count while the SSO does not answer: they were good, and may well be.
            return Match(keyId, algorithm);
        }
        finally
        {
            _fetching.Release();
        }
    }

    private SigningKey? Match(string? keyId, string algorithm) =>
        _keys.FirstOrDefault(k => string.Equals(k.Id, keyId, StringComparison.Ordinal) && string.Equals(k.Algorithm, algorithm, StringComparison.Ordinal));

    private async Task FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        _notBefore = now + LookAgainAfter;
        var client = (SsoClient)services.GetService(typeof(SsoClient))!;
        if (await client.FetchKeysAsync(cancellationToken) is not { } json)
        {
            return;
        }

        try
        {
            var keys = SigningKey.ReadAll(json);
            if (keys.Count > 0)
            {
                _keys = keys;
                _goodUntil = now + KeepFor;
            }
        }
        catch (Exception error) when (error is JsonException or FormatException or CryptographicException or InvalidOperationException or KeyNotFoundException)
        {
            logger.LogWarning(error, "The SSO's keys could not be read; keeping the earlier ones.");
        }
    }
}

/// <summary>A public key that verifies RS256 or ES256.</summary>
internal sealed class SigningKey(string id, string algorithm, Func<byte[], byte[], bool> verify)
{
    public string Id => id;

    public string Algorithm => algorithm;

    public bool Verifies(byte[] signed, byte[] signature) => verify(signed, signature);

    /// <summary>All keys of a key set that we can use; others are passed over.</summary>
    public static IReadOnlyList<SigningKey> ReadAll(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(Read).OfType<SigningKey>()];
    }

    private static SigningKey? Read(JsonElement key)
    {
        var id = Text(key, "kid");
        switch (Text(key, "kty"))
        {
            case "RSA":
                var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
                return new SigningKey(id, "RS256", (signed, signature) => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
            case "EC" when Text(key, "crv") is "P-256":
                var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } });
                return new SigningKey(id, "ES256", (signed, signature) => ec.VerifyData(signed, signature, HashAlgorithmName.SHA256));
            default:
                return null;
        }
    }

    private static string Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name));
}
