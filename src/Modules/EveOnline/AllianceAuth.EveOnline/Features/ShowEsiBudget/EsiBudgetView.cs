namespace AllianceAuth.EveOnline.Features.ShowEsiBudget;

/// <summary>What is left of ESI's limits, and how the updates went.</summary>
/// <param name="Budgets">The error limit first, then the groups.</param>
/// <param name="Sweeps">Updates by name.</param>
/// <param name="Pause">What stands still now, or null.</param>
/// <param name="LastError">The last server error.</param>
/// <param name="LastErrorAt">UTC.</param>
/// <param name="StoredAnswers">Answers kept.</param>
/// <param name="OldestAnswerAt">UTC, when the oldest kept answer came.</param>
/// <param name="ExpiredAnswers">Answers past their time, to be asked for anew when needed.</param>
/// <param name="Now">UTC.</param>
public sealed record EsiBudgetView(
    IReadOnlyList<BudgetView> Budgets,
    IReadOnlyList<SweepView> Sweeps,
    PauseView? Pause,
    string? LastError,
    DateTimeOffset? LastErrorAt,
    int StoredAnswers,
    DateTimeOffset? OldestAnswerAt,
    int ExpiredAnswers,
    DateTimeOffset Now);

/// <summary>One bucket.</summary>
/// <param name="Key">Its name.</param>
/// <param name="IsErrorLimit">Whether it is the error limit.</param>
/// <param name="Remaining">What is left.</param>
/// <param name="Max">When full.</param>
/// <param name="Reserved">Held by calls under way.</param>
/// <param name="ResetsAt">UTC, when it counts as full again.</param>
/// <param name="PausedUntil">UTC; nobody calls before.</param>
/// <param name="LastError">What went wrong last.</param>
/// <param name="LastErrorAt">UTC.</param>
public sealed record BudgetView(
    string Key, bool IsErrorLimit, int Remaining, int Max, int Reserved, DateTimeOffset ResetsAt, DateTimeOffset? PausedUntil, string? LastError, DateTimeOffset? LastErrorAt);

/// <summary>One kind of update.</summary>
/// <param name="Name">Ends its text key.</param>
/// <param name="LastRunAt">UTC.</param>
/// <param name="ConfirmedAt">UTC, since when everything is at least this fresh.</param>
/// <param name="Looked">How many it looked at.</param>
/// <param name="Changed">How many came out different.</param>
/// <param name="Unanswered">For how many EVE gave no answer.</param>
/// <param name="Error">Why not.</param>
public sealed record SweepView(string Name, DateTimeOffset LastRunAt, DateTimeOffset? ConfirmedAt, int Looked, int Changed, int Unanswered, string? Error);

/// <summary>ESI is left alone for a while.</summary>
/// <param name="Until">UTC.</param>
/// <param name="Reason">Text key.</param>
/// <param name="OnlyBackground">Whether pilots who wait are still served.</param>
public sealed record PauseView(DateTimeOffset Until, string Reason, bool OnlyBackground);
