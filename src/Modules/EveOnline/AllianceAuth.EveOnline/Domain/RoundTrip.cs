using AllianceAuth.Shared.Access;

namespace AllianceAuth.EveOnline.Domain;

/// <summary>
/// A browser on its way to the SSO and back. Several may be under way in one browser, one a tab. State, browser key and ticket are kept as
/// hashes: who reads the table cannot finish anybody's login.
/// </summary>
internal sealed class RoundTrip
{
    /// <summary>How long a pilot may take at the SSO, and the page to collect the result.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    public required Guid Id { get; init; }

    public required byte[] StateHash { get; init; }

    public required byte[] BrowserHash { get; init; }

    /// <summary>PKCE verifier, sealed.</summary>
    public required string Verifier { get; init; }

    /// <summary>Local path with query.</summary>
    public required string ReturnPath { get; init; }

    public required string[] Scopes { get; init; }

    public required UserId? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set by the first callback that bears the state; a second one finds nothing to claim.</summary>
    public DateTimeOffset? ClaimedAt { get; set; }

    /// <summary>Hash of the ticket that collects the result.</summary>
    public byte[]? TicketHash { get; set; }

    public int? TokenId { get; set; }

    public bool TokenIsNew { get; set; }

    /// <summary>Whether a text is a path on this site and nothing that a browser would read as another host.</summary>
    public static bool IsLocalPath(string path) =>
        path is ['/', ..]
        && !path.StartsWith("//", StringComparison.Ordinal)
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Any(char.IsControl);

    /// <summary>The address the browser goes back to with its ticket. AUTH-035.</summary>
    public string ReturnAddress(string ticket)
    {
        var fragment = ReturnPath.IndexOf('#', StringComparison.Ordinal);
        var path = fragment < 0 ? ReturnPath : ReturnPath[..fragment];
        return $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}sso={ticket}";
    }
}
