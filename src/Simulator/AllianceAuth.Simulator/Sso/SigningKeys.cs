using System.Buffers.Text;
using System.Security.Cryptography;
using AllianceAuth.Simulator.State;

namespace AllianceAuth.Simulator.Sso;

/// <summary>The keys that access tokens are signed with, and the one that is only published.</summary>
internal sealed class SigningKeys : IDisposable
{
    private const string UnusedKeyId = "6f0f4c1e-0f4b-4f0e-9a51-5a0b7c0d2e11";

    private readonly Lock _lock = new();
    private readonly List<SigningKey> _keys = [new(SsoFacts.SigningKeyId, RSA.Create(2048))];
    private readonly ECDsa _unused = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _current;

    /// <summary>Called when another key signs.</summary>
    public Action Changed { get; set; } = () => { };

    public SigningKey Current
    {
        get
        {
            lock (_lock)
            {
                return _keys[_current];
            }
        }
    }

    /// <summary>Signs with a new key from now on and publishes only that.</summary>
    /// <param name="id">Null for an id that was not there before.</param>
    public void Rotate(string? id)
    {
        lock (_lock)
        {
            _keys.Add(new(id ?? $"{SsoFacts.SigningKeyId}-{_keys.Count + 1}", RSA.Create(2048)));
            _current = _keys.Count - 1;
        }

        Changed();
    }

    public void Reset()
    {
        lock (_lock)
        {
            _current = 0;
        }

        Changed();
    }

    public SavedKeys Save()
    {
        lock (_lock)
        {
            return new(_current, [.. _keys.Select(key => new SavedKey(key.Id, key.Rsa.ExportPkcs8PrivateKeyPem()))]);
        }
    }

    /// <exception cref="StateDamagedException">These are no private keys. Then everything is as before.</exception>
    public void Restore(SavedKeys saved)
    {
        if (saved.Current < 0 || saved.Current >= saved.All.Count)
        {
            throw new StateDamagedException("The signing key is not among the keys.");
        }

        List<SigningKey> keys = [.. saved.All.Select(key => new SigningKey(key.Id, Import(key.Pem)))];
        lock (_lock)
        {
            _keys.ForEach(key => key.Rsa.Dispose());
            _keys.Clear();
            _keys.AddRange(keys);
            _current = saved.Current;
        }
    }

    /// <summary>ESI goes on taking what an earlier key signed; the tokens end by themselves.</summary>
    public bool Signed(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_lock)
        {
            foreach (var key in _keys)
            {
                if (key.Rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public object Document()
    {
        var key = Current;
        var rsa = key.Rsa.ExportParameters(includePrivateParameters: false);
        var ec = _unused.ExportParameters(includePrivateParameters: false);
        return new
        {
            keys = new object[]
            {
                new { alg = "RS256", e = Base64Url.EncodeToString(rsa.Exponent!), kid = key.Id, kty = "RSA", n = Base64Url.EncodeToString(rsa.Modulus!), use = "sig" },
                new { alg = "ES256", crv = "P-256", kid = UnusedKeyId, kty = "EC", use = "sig", x = Base64Url.EncodeToString(ec.Q.X!), y = Base64Url.EncodeToString(ec.Q.Y!) },
            },
            SkipUnresolvedJsonWebKeys = true,
        };
    }

    private static RSA Import(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            _ = rsa.ExportParameters(includePrivateParameters: true);
            return rsa;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
            throw new StateDamagedException($"A private key cannot be read: {failure.Message}", failure);
        }
    }

    public void Dispose()
    {
        _keys.ForEach(key => key.Rsa.Dispose());
        _unused.Dispose();
    }
}

internal sealed record SigningKey(string Id, RSA Rsa);
