using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>Decides whether an access token is EVE's, ours and in time, and what it says. AUTH-037.</summary>
internal sealed partial class AccessTokenVerifier(SigningKeys keys, IOptions<SsoSettings> settings, TimeProvider clock)
{
    /// <summary>How far the two clocks may be apart.</summary>
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    public async Task<Verification> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return new Verification.Refused("it does not have three parts");
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            var algorithm = Text(header.RootElement, "alg");
            // Neither the header nor the metadata decides what we accept: "none" and HS256 would let anybody sign.
            if (algorithm is not ("RS256" or "ES256"))
            {
                return new Verification.Refused($"its algorithm is {algorithm}");
            }

            var key = await keys.FindAsync(Text(header.RootElement, "kid"), algorithm, cancellationToken);
            if (key is null)
            {
                return new Verification.Refused("EVE does not publish its key");
            }

            if (!key.Verifies(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2])))
            {
                return new Verification.Refused("its signature is wrong");
            }

            using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return Judge(payload.RootElement);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return new Verification.Refused("it cannot be read");
        }
    }

    private Verification Judge(JsonElement claims)
    {
        var issuers = settings.Value.Issuers is { Length: > 0 } configured ? configured : SsoSettings.EveIssuers;
        if (!issuers.Contains(Text(claims, "iss"), StringComparer.Ordinal))
        {
            return new Verification.Refused($"its issuer is {Text(claims, "iss")}");
        }

        var audience = Texts(claims, "aud");
        if (!audience.Contains(settings.Value.Audience, StringComparer.Ordinal) || !audience.Contains(settings.Value.ClientId, StringComparer.Ordinal))
        {
            return new Verification.Refused("it is meant for somebody else");
        }

        var now = clock.GetUtcNow();
        if (Time(claims, "exp") is not { } expires || expires + Leeway <= now)
        {
            return new Verification.Refused("it has expired");
        }

        if (Time(claims, "iat") is { } issued && issued > now + Leeway)
        {
            return new Verification.Refused("it is from the future; check this machine's clock");
        }

        if (Subject().Match(Text(claims, "sub")) is not { Success: true } subject
            || !long.TryParse(subject.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var character))
        {
            return new Verification.Refused("it is not for a character");
        }

        return Text(claims, "owner") is { Length: > 0 } owner
            ? new Verification.Accepted(new VerifiedIdentity(character, Text(claims, "name"), owner, Texts(claims, "scp")))
            : new Verification.Refused("it names no owner");
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>An array, a single text, or nothing: scopes come in all three.</summary>
    private static IReadOnlyList<string> Texts(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString()).OfType<string>()]
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : [];

    private static DateTimeOffset? Time(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    [GeneratedRegex("^CHARACTER:EVE:([0-9]+)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subject();
}

/// <summary>What we think of an access token.</summary>
internal abstract record Verification
{
    private Verification()
    {
    }

    public sealed record Accepted(VerifiedIdentity Identity) : Verification;

    /// <param name="Reason">For the log; completes "the access token was refused: …".</param>
    public sealed record Refused(string Reason) : Verification;
}
