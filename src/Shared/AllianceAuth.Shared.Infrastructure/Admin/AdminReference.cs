using System.Runtime.InteropServices;

namespace AllianceAuth.Shared.Infrastructure.Admin;

/// <summary>Things that modules know by number only and that people want to read by name.</summary>
public enum AdminReferenceKind
{
    /// <summary>A user.</summary>
    User,

    /// <summary>A state.</summary>
    State,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A character, by EVE id.</summary>
    Character,

    /// <summary>A corporation, by EVE id.</summary>
    Corporation,

    /// <summary>An alliance, by EVE id.</summary>
    Alliance,

    /// <summary>A faction, by EVE id.</summary>
    Faction,

    /// <summary>The user who owns a character, by the character's EVE id; suggestions are the characters of the users found.</summary>
    Owner,

    /// <summary>The main of the user who owns a character, by the character's EVE id.</summary>
    MainOfOwner,
}

/// <summary>One such thing.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its number, or its EVE id.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AdminReference(AdminReferenceKind Kind, long Id);

/// <summary>Names of what lives in other modules. The administration answers, many at once.</summary>
public interface IAdminNames
{
    /// <summary>Names and pictures; what is not known is left out.</summary>
    Task<IReadOnlyDictionary<AdminReference, AdminFace>> FindAsync(IReadOnlyCollection<AdminReference> references, CancellationToken cancellationToken);

    /// <summary>All of a kind that is few: states, groups, factions. Sorted by name.</summary>
    Task<IReadOnlyList<AdminOption>> AllAsync(AdminReferenceKind kind, CancellationToken cancellationToken);

    /// <summary>The one with exactly this name. EVE is asked for characters, corporations and alliances nobody has met yet; null when there is none or EVE does not answer.</summary>
    Task<AdminReference?> PickAsync(AdminReferenceKind kind, string typed, CancellationToken cancellationToken);

    /// <summary>Those whose name begins so; the best twenty.</summary>
    Task<IReadOnlyList<AdminOption>> SuggestAsync(AdminReferenceKind kind, string typed, CancellationToken cancellationToken);
}
