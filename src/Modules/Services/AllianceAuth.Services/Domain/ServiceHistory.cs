using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain;

/// <summary>One thing that happened to an account. Kept after the account is gone.</summary>
internal sealed class ServiceHistory
{
    public long Id { get; set; }

    public DateTimeOffset At { get; set; }

    public string Service { get; set; } = "";

    public UserId UserId { get; set; }

    public HistoryKind Kind { get; set; }

    /// <summary>Text key of why.</summary>
    public string Cause { get; set; } = "";

    public string[] CauseArguments { get; set; } = [];

    public string[] Added { get; set; } = [];

    public string[] Removed { get; set; } = [];

    /// <summary>Names before and after, where they changed.</summary>
    public string? OldName { get; set; }

    public string? NewName { get; set; }

    /// <summary>Whether the brake counts it: taken away or stripped by the site itself, without an admin's yes.</summary>
    public bool IsCounted { get; set; }
}

/// <summary>What happened.</summary>
internal enum HistoryKind : short
{
    Activated = 0,
    Changed = 1,
    Removed = 2,
    Failed = 3,
    Drift = 4,
    Asked = 5,

    /// <summary>An admin said so.</summary>
    Ordered = 6,
}
