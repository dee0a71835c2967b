using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Sso;

/// <summary>Writes access tokens, good ones and, when told to, bad ones.</summary>
internal sealed class TokenMint(SigningKeys keys, Secrets secrets, TimeProvider clock)
{
    private readonly Queue<TokenFault> _faults = new();

    public IReadOnlyList<TokenFault> Planned
    {
        get
        {
            lock (_faults)
            {
                return [.. _faults];
            }
        }
    }

    public void Plan(TokenFault fault, int count)
    {
        lock (_faults)
        {
            for (var i = 0; i < count; i++)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    public void ClearPlan()
    {
        lock (_faults)
        {
            _faults.Clear();
        }
    }

    public string Mint(string clientId, EveCharacter character, IReadOnlyList<string> scopes, SimulatorSettings settings)
    {
        var fault = NextFault();
        var life = TimeSpan.FromSeconds(settings.AccessTokenSeconds);
        var issued = clock.GetUtcNow() - (fault == TokenFault.Expired ? life * 2 : TimeSpan.Zero);
        var key = keys.Current;
        var payload = new JsonObject();
        if (Scope(fault == TokenFault.FewerScopes ? [.. scopes.SkipLast(1)] : scopes) is { } scp)
        {
            payload["scp"] = scp;
        }

        payload["jti"] = secrets.NextId();
        payload["kid"] = key.Id;
        payload["sub"] = fault == TokenFault.WrongSubject ? "CORPORATION:EVE:98000001" : FormattableString.Invariant($"CHARACTER:EVE:{character.Id}");
        payload["azp"] = clientId;
        payload["tenant"] = "tranquility";
        payload["tier"] = "live";
        payload["region"] = "world";
        payload["aud"] = new JsonArray(fault == TokenFault.WrongAudience ? "ffffffffffffffffffffffffffffffff" : clientId, fault == TokenFault.WrongAudience ? "Another Game" : SsoFacts.Audience);
        payload["name"] = character.Name;
        payload["owner"] = character.OwnerHash;
        payload["exp"] = (issued + life).ToUnixTimeSeconds();
        payload["iat"] = issued.ToUnixTimeSeconds();
        payload["iss"] = fault == TokenFault.WrongIssuer ? "https://login.example.test" : settings.Issuer;
        return Sign(payload, key, fault);
    }

    /// <summary>A list for several scopes, a bare string for one, nothing for none: EVE does just that.</summary>
    private static JsonNode? Scope(IReadOnlyList<string> scopes) => scopes.Count switch
    {
        0 => null,
        1 => JsonValue.Create(scopes[0]),
        _ => new JsonArray([.. scopes.Select(s => JsonValue.Create(s))]),
    };

    private static string Sign(JsonObject payload, SigningKey key, TokenFault? fault)
    {
        var algorithm = fault switch { TokenFault.NoAlgorithm => "none", TokenFault.PublicKeyAsSecret => "HS256", _ => "RS256" };
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = key.Id, ["typ"] = "JWT" };
        var signed = $"{Encode(header)}.{Encode(payload)}";
        var data = Encoding.ASCII.GetBytes(signed);
        var signature = fault switch
        {
            TokenFault.NoAlgorithm => [],
            TokenFault.PublicKeyAsSecret => HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem()), data),
            TokenFault.WrongSignature => SignWithStranger(data),
            _ => key.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static byte[] SignWithStranger(byte[] data)
    {
        using var stranger = RSA.Create(2048);
        return stranger.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private TokenFault? NextFault()
    {
        lock (_faults)
        {
            return _faults.TryDequeue(out var fault) ? fault : null;
        }
    }
}
