using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Services.Components;

/// <summary>All services as admins see them.</summary>
/// <param name="Rows">One for each service.</param>
/// <param name="Failing">Why accounts fail, the most frequent reason first.</param>
/// <param name="DryRun">What a dry run found, when one was chosen.</param>
/// <param name="MayManage">Whether the reader may do something about it.</param>
/// <param name="Address">Of the page as it is shown, for looking again.</param>
public sealed record HealthView(IReadOnlyList<HealthRow> Rows, IReadOnlyList<FailingReason> Failing, DryRunView? DryRun, bool MayManage, string Address);

/// <summary>One service.</summary>
/// <param name="Service">Its short name.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Health">How it stands.</param>
/// <param name="Counts">Its accounts in figures.</param>
public sealed record HealthRow(string Service, string Title, string Icon, ServiceHealth Health, HealthCounts Counts)
{
    /// <summary>What the service holds can be read, so there is a drift to speak of.</summary>
    public bool CanRead { get; init; }

    /// <summary>UTC, when everybody was last looked at.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>UTC, when what it holds was last read.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>What the brake holds, or null.</summary>
    public HeldChanges? Held { get; init; }

    /// <summary>What is under way, or null.</summary>
    public RunningWork? Running { get; init; }

    /// <summary>Paused by an admin.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Who paused it.</summary>
    public string? PausedBy { get; init; }

    /// <summary>What is wrong with the service as a whole.</summary>
    public Refusal? Trouble { get; init; }

    /// <summary>UTC, since when it does not answer.</summary>
    public DateTimeOffset? DownSince { get; init; }

    /// <summary>UTC, when it is asked again.</summary>
    public DateTimeOffset? RestsUntil { get; init; }
}

/// <summary>Accounts of a service in figures.</summary>
/// <param name="Should">Should exist.</param>
/// <param name="Exist">Were made.</param>
/// <param name="Due">Wait to be changed.</param>
/// <param name="Failing">Of those, the last try failed.</param>
/// <param name="Drift">Were changed over there.</param>
public sealed record HealthCounts(int Should, int Exist, int Due, int Failing, int Drift)
{
    /// <summary>No accounts.</summary>
    public static HealthCounts None { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>What the brake holds back.</summary>
/// <param name="Since">UTC.</param>
/// <param name="Count">How many accounts would go, or lose most of their groups.</param>
/// <param name="Gone">How many went already within the day before.</param>
/// <param name="Allowed">How many may within a day without asking.</param>
/// <param name="Latest">Number of the newest of them: who agrees, agrees up to there.</param>
public sealed record HeldChanges(DateTimeOffset Since, int Count, int Gone, int Allowed, long Latest);

/// <summary>Long work on a service.</summary>
/// <param name="Text">Text key of what is done.</param>
/// <param name="Since">UTC.</param>
/// <param name="Done">Accounts gone through.</param>
/// <param name="Total">How many there are.</param>
/// <param name="StartedBy">Who asked for it; null when it began by itself.</param>
public sealed record RunningWork(string Text, DateTimeOffset? Since, int Done, int Total, string? StartedBy);

/// <summary>Why accounts of a service fail.</summary>
/// <param name="Service">Its short name.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Count">How many accounts; 0 for the service as a whole.</param>
/// <param name="Reason">Why.</param>
/// <param name="NextTry">UTC, when the first of them is tried again.</param>
public sealed record FailingReason(string Service, string Title, string Icon, int Count, Refusal Reason, DateTimeOffset? NextTry);

/// <summary>What a dry run found.</summary>
/// <param name="Service">Its short name.</param>
/// <param name="Title">As people call it.</param>
/// <param name="At">UTC, when it ended; null while it runs or never ran.</param>
/// <param name="IsRunning">Whether it is under way, or about to be.</param>
/// <param name="Page">The changes shown.</param>
/// <param name="Removals">How many would end.</param>
/// <param name="Others">How many would be made or changed.</param>
public sealed record DryRunView(string Service, string Title, DateTimeOffset? At, bool IsRunning, TablePage<DryRunLine> Page, int Removals, int Others)
{
    /// <summary>Whether there is nothing to show and nothing to wait for: it failed for good, or nobody started one.</summary>
    public bool IsGone => At is null && !IsRunning;
}

/// <summary>One change that would be made.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Pilot">Name of the main, or the login name.</param>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="Ticker">Its corporation's.</param>
/// <param name="Kind">Account made, changed or ended.</param>
/// <param name="Cause">Text key of why.</param>
public sealed record DryRunLine(int User, string Pilot, long? CharacterId, string Ticker, ChangeKindOfAccount Kind, string Cause)
{
    /// <summary>Groups they would get.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Groups they would lose.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The name they have, when another is due.</summary>
    public string? OldName { get; init; }

    /// <summary>The name they would have.</summary>
    public string? NewName { get; init; }
}

/// <summary>What would be done to an account.</summary>
public enum ChangeKindOfAccount
{
    /// <summary>Made.</summary>
    Made,

    /// <summary>Names or groups.</summary>
    Changed,

    /// <summary>Ended.</summary>
    Ended,
}
