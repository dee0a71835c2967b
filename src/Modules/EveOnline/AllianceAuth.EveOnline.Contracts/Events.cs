using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>These characters' name, corporation, alliance or faction came out different from what we knew. At most 1,000 a batch.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC, when we saw it; EVE may be up to an hour ahead of what it tells.</param>
/// <param name="Characters">EVE ids.</param>
[EventName("eveonline.character-affiliation-changed.v1")]
public sealed record CharacterAffiliationChanged(Guid EventId, DateTimeOffset OccurredAt, IReadOnlyList<long> Characters) : IIntegrationEvent;

/// <summary>A new token was stored: its bearer controls the character. A refresh or a replaced equivalent token raises nothing. AUTH-026.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Token">Which token.</param>
/// <param name="CharacterId">EVE id.</param>
/// <param name="OwnerHash">SSO's hash of character and EVE account; changes when the character is sold.</param>
/// <param name="User">Whose token it is; null while the login is still undecided.</param>
[EventName("eveonline.token-added.v1")]
public sealed record TokenAdded(Guid EventId, DateTimeOffset OccurredAt, int Token, long CharacterId, string OwnerHash, UserId? User) : IIntegrationEvent;

/// <summary>A token is gone for good: deleted by its user, rejected by SSO, or its character was sold or biomassed.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="CharacterId">EVE id.</param>
/// <param name="OwnerHash">The hash the token proved.</param>
/// <param name="User">Whose token it was, if anybody's.</param>
/// <param name="Reason">Why it ended.</param>
[EventName("eveonline.token-revoked.v1")]
public sealed record TokenRevoked(Guid EventId, DateTimeOffset OccurredAt, long CharacterId, string OwnerHash, UserId? User, TokenEnd Reason) : IIntegrationEvent;

/// <summary>Why a token ended.</summary>
public enum TokenEnd
{
    /// <summary>Its user deleted it on the token page.</summary>
    Deleted,

    /// <summary>SSO no longer accepts it: access was revoked, or the password of the EVE account changed.</summary>
    Rejected,

    /// <summary>The character is on another EVE account now: its owner hash changed.</summary>
    CharacterSold,

    /// <summary>The character was deleted in EVE.</summary>
    Biomassed,

    /// <summary>A login that led nowhere left it behind.</summary>
    Abandoned,
}
