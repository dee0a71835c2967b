namespace AllianceAuth.Shared.Access;

/// <summary>What a change would do to everybody's access, worked out before anything is saved.</summary>
/// <param name="Gaining">Users who would hold at least one permission more.</param>
/// <param name="Losing">Users who would hold at least one permission less.</param>
/// <param name="OnlyState">Users who would have another state and the same permissions.</param>
/// <param name="Untouched">All other users.</param>
public sealed record AccessDifference(int Gaining, int Losing, int OnlyState, int Untouched)
{
    /// <summary>Which permissions, those that most users lose first.</summary>
    public IReadOnlyList<PermissionDifference> Permissions { get; init; } = [];

    /// <summary>The first of the users: those who lose, then those who gain, then those who only change state; by name.</summary>
    public IReadOnlyList<UserDifference> Users { get; init; } = [];

    /// <summary>All who are touched in any way; somebody who gains one thing and loses another is counted once.</summary>
    public int Touched { get; init; }

    /// <summary>Nobody would notice.</summary>
    public bool IsEmpty => Touched == 0;

    /// <summary>Services that users would lose or get, by the permission that opens each.</summary>
    public IEnumerable<PermissionDifference> Services => Permissions.Where(p => p.Service is not null);
}

/// <summary>How many users would gain and lose one permission.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Description">What it allows.</param>
/// <param name="Service">Name of the service it opens; null when it opens none.</param>
/// <param name="Gaining">Users who would hold it from then on.</param>
/// <param name="Losing">Users who would hold it no longer.</param>
public sealed record PermissionDifference(string Name, string Description, string? Service, int Gaining, int Losing);

/// <summary>What one user would gain and lose.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">The main's name, or the login name.</param>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="Ticker">Ticker of the main's corporation; empty without one.</param>
/// <param name="StateBefore">The state as it is.</param>
/// <param name="StateAfter">The state as it would be; the same when it stays.</param>
public sealed record UserDifference(UserId User, string Name, long? CharacterId, string Ticker, string StateBefore, string StateAfter)
{
    /// <summary>What they would hold from then on: names of services, full names of other permissions.</summary>
    public IReadOnlyList<string> Gains { get; init; } = [];

    /// <summary>What they would hold no longer.</summary>
    public IReadOnlyList<string> Losses { get; init; } = [];

    /// <summary>Whether the state changes.</summary>
    public bool Moves => StateBefore != StateAfter;
}

/// <summary>Which of the touched users are listed, and how many.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Most">At most so many.</param>
public sealed record DifferenceListing(DifferenceKind Kind = DifferenceKind.All, int Most = DifferenceListing.First)
{
    /// <summary>How many a preview shows at first.</summary>
    public const int First = 20;
}

/// <summary>Which of the touched users.</summary>
public enum DifferenceKind
{
    /// <summary>Everybody touched.</summary>
    All,

    /// <summary>Those who lose something.</summary>
    Losing,

    /// <summary>Those who gain something.</summary>
    Gaining,
}
