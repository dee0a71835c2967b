using MediatR;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>
/// Asks for a working access token of a character, refreshed when needed. Null when no token with these scopes works now; whether that is for
/// good is told by <see cref="TokenRevoked"/>. Only jobs may ask: it can call the SSO.
/// </summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Scopes">What it must allow.</param>
public sealed record GetAccessToken(long CharacterId, IReadOnlyList<string> Scopes) : IRequest<BearerToken?>;

/// <summary>An access token that works at least for some seconds.</summary>
/// <param name="Token">Its number.</param>
/// <param name="Value">The secret; never log it.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record BearerToken(int Token, string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the secret, so that no log line gives it away.</summary>
    public override string ToString() => $"token {Token}";
}
