using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Domain;

/// <summary>The link between a character and its user as it is now, with the hash that proved it.</summary>
internal sealed class Ownership(long characterId, string ownerHash, UserId userId, DateTimeOffset since)
{
    /// <summary>EVE id; a character has one owner at most.</summary>
    public long CharacterId { get; private set; } = characterId;

    public string OwnerHash { get; private set; } = ownerHash;

    public UserId UserId { get; private set; } = userId;

    /// <summary>UTC. News older than this is about an earlier owner.</summary>
    public DateTimeOffset Since { get; private set; } = since;
}

/// <summary>Who once owned a character under which hash. Only added to; recognises those who come back. AUTH-027.</summary>
internal sealed class OwnershipRecord(long characterId, string ownerHash, UserId userId, DateTimeOffset createdAt)
{
    public long Id { get; private set; }

    public long CharacterId { get; private set; } = characterId;

    public string OwnerHash { get; private set; } = ownerHash;

    public UserId UserId { get; private set; } = userId;

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;
}
