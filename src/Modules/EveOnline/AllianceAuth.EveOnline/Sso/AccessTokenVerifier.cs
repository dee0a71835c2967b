using System.Globalization;
using System.Text.RegularExpressions;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.Shared.Infrastructure.Jose;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>Decides whether an access token is EVE's, ours and in time, and what it says. AUTH-037.</summary>
internal sealed partial class AccessTokenVerifier(SigningKeys keys, IOptions<SsoSettings> settings, TimeProvider clock, ILogger<AccessTokenVerifier> logger)
{
    /// <returns>What the token says, or null when it cannot be trusted; the log says why.</returns>
    public async Task<VerifiedIdentity?> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        var expected = new JwtExpectations
        {
            Issuers = settings.Value.Issuers is { Length: > 0 } configured ? configured : SsoSettings.EveIssuers,
            Audiences = [settings.Value.Audience, settings.Value.ClientId],
        };
        var known = await keys.GetAsync(unlike: null, cancellationToken);
        var result = JwtReader.Read(token, known, expected, clock);
        // EVE has used one key id for years, so a new key may well come under the old name.
        if (result.Failure is JwtFailure.UnknownKey or JwtFailure.Signature)
        {
            result = JwtReader.Read(token, await keys.GetAsync(unlike: known, cancellationToken), expected, clock);
        }

        if (!result.IsValid)
        {
            logger.LogWarning("An access token of the SSO was refused: {Failure}, key {KeyId}. If it says expired or not yet valid, check this machine's clock.", result.Failure, result.KeyId);
            return null;
        }

        if (Read(result.Claims) is { } identity)
        {
            return identity;
        }

        logger.LogWarning("An access token of the SSO was refused: it names no character or no owner.");
        return null;
    }

    private static VerifiedIdentity? Read(JwtClaims claims) =>
        claims.Has("iat")
        && Subject().Match(claims.Subject ?? "") is { Success: true } subject
        && long.TryParse(subject.Groups["id"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var character)
        && claims.FindText("owner") is { Length: > 0 } owner
        && claims.FindText("name") is { Length: > 0 } name
            ? new VerifiedIdentity(character, name, owner, claims.FindTexts("scp"))
            : null;

    [GeneratedRegex("^CHARACTER:EVE:(?<id>[0-9]+)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subject();
}
