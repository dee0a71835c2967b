namespace AllianceAuth.Simulator.Sso;

/// <summary>An application registered at the developer site.</summary>
/// <param name="Id">32 hex digits.</param>
/// <param name="Secret">Its secret key.</param>
/// <param name="Name">Shown on the sign-on page.</param>
internal sealed record SsoClient(string Id, string Secret, string Name)
{
    /// <summary>Compared character by character.</summary>
    public HashSet<string> Callbacks { get; } = new(StringComparer.Ordinal);
}

/// <summary>A code on its way from the browser to the application.</summary>
internal sealed record AuthorizationCode(string ClientId, string RedirectUri, string? Challenge, long CharacterId, string OwnerHash, IReadOnlyList<string> Scopes, DateTimeOffset IssuedAt);

/// <summary>How a refresh token came to its end.</summary>
internal enum GrantEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The application revoked it, or a newer one took its place.</summary>
    Revoked,

    /// <summary>Its user took the grant back, or the character changed hands.</summary>
    Withdrawn,
}

/// <summary>What a character allowed an application to do.</summary>
internal sealed class Grant(string clientId, long characterId, string ownerHash, IReadOnlyList<string> scopes, bool isPublic)
{
    public string ClientId { get; } = clientId;

    public long CharacterId { get; } = characterId;

    /// <summary>Of the account that granted it: another one has no part in it.</summary>
    public string OwnerHash { get; } = ownerHash;

    public IReadOnlyList<string> Scopes { get; } = scopes;

    /// <summary>Obtained without a secret, so refreshed without one.</summary>
    public bool IsPublic { get; } = isPublic;

    public GrantEnd End { get; set; }
}
