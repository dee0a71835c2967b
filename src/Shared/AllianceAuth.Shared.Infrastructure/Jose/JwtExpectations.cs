namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>What a token's claims must say to be taken.</summary>
public sealed class JwtExpectations
{
    /// <summary>Any of these issued it. The SSO has used three spellings of itself.</summary>
    public required IReadOnlyCollection<string> Issuers { get; init; }

    /// <summary>It is meant for all of these.</summary>
    public required IReadOnlyCollection<string> Audiences { get; init; }

    /// <summary>How far two clocks may be apart.</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(30);

    internal JwtFailure FirstBroken(JwtClaims claims, DateTimeOffset now)
    {
        if (claims.Issuer is null || !Issuers.Contains(claims.Issuer, StringComparer.Ordinal))
        {
            return JwtFailure.Issuer;
        }

        if (Audiences.Except(claims.Audiences, StringComparer.Ordinal).Any())
        {
            return JwtFailure.Audience;
        }

        // A token without an end would be good for ever: it is not taken.
        if (claims.ExpiresAt is not { } end || now - Leeway >= end)
        {
            return JwtFailure.Expired;
        }

        return IsAhead(claims, "iat", now) || IsAhead(claims, "nbf", now) ? JwtFailure.NotYetValid : JwtFailure.None;
    }

    /// <summary>A date that is there but cannot be read counts as ahead: unknown does not pass.</summary>
    private bool IsAhead(JwtClaims claims, string name, DateTimeOffset now) =>
        claims.Has(name) && (claims.FindTime(name) is not { } time || time - Leeway > now);
}
