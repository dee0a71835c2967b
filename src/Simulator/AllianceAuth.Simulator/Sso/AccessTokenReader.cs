using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AllianceAuth.Simulator.Sso;

/// <summary>A token that ESI accepts.</summary>
internal sealed record AccessToken(string ClientId, long CharacterId, string CharacterName, string Owner, IReadOnlyList<string> Scopes, DateTimeOffset Expires);

/// <summary>Either a token or the reason why ESI does not take it.</summary>
internal sealed record ReadToken(AccessToken? Token, string? Refusal, int? SsoStatus = null);

/// <summary>Checks access tokens as ESI does: by signature and time, without asking sign-on.</summary>
internal sealed class AccessTokenReader(SigningKeys keys, TimeProvider clock)
{
    // ESI refuses what does not fit its header buffer.
    private const int Longest = 4_096;

    private static readonly ReadToken Failure = new(null, "authentication failure");

    public ReadToken Read(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            // What comes of sending a refresh token.
            return new(null, "unexpected end of JSON input", StatusCodes.Status401Unauthorized);
        }

        if (text.Length > Longest || !TryDecode(parts[0], out var header) || !TryDecode(parts[1], out var payload) || !TryDecode(parts[2], out var signature))
        {
            return Failure;
        }

        try
        {
            using var head = JsonDocument.Parse(header);
            if (head.RootElement.GetProperty("alg").GetString() != "RS256" || !keys.Signed(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature))
            {
                return Failure;
            }

            using var body = JsonDocument.Parse(payload);
            var token = Token(body.RootElement);
            if (token is null)
            {
                return Failure;
            }

            return token.Expires <= clock.GetUtcNow() ? new(null, "token is expired") : new(token, null);
        }
        catch (JsonException)
        {
            return Failure;
        }
    }

    private static AccessToken? Token(JsonElement claims)
    {
        var subject = claims.GetProperty("sub").GetString()!.Split(':');
        var audience = claims.GetProperty("aud").EnumerateArray().Select(a => a.GetString());
        var issuer = claims.GetProperty("iss").GetString();
        if (subject is not ["CHARACTER", "EVE", _] || !audience.Contains(SsoFacts.Audience) || issuer?.Contains("login.eveonline.com", StringComparison.Ordinal) != true)
        {
            return null;
        }

        string[] scopes = !claims.TryGetProperty("scp", out var scp)
            ? []
            : scp.ValueKind == JsonValueKind.String ? [scp.GetString()!] : [.. scp.EnumerateArray().Select(s => s.GetString()!)];
        return new(
            claims.GetProperty("azp").GetString()!,
            long.Parse(subject[2], CultureInfo.InvariantCulture),
            claims.GetProperty("name").GetString()!,
            claims.GetProperty("owner").GetString()!,
            scopes,
            DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()));
    }

    private static bool TryDecode(string part, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(part))
        {
            return false;
        }

        bytes = Base64Url.DecodeFromChars(part);
        return true;
    }
}
