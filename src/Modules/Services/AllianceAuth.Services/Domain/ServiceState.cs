using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain;

/// <summary>How a service as a whole stands: paused, held by the brake, resting after trouble, and what is under way.</summary>
internal sealed class ServiceState
{
    public string Name { get; set; } = "";

    /// <summary>Paused by an admin: nothing is made, changed or taken away; what is due waits.</summary>
    public bool IsFrozen { get; set; }

    public string? FrozenBy { get; set; }

    public DateTimeOffset? FrozenAt { get; set; }

    /// <summary>Since when the brake holds removals back; null while it does not.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>How many accounts it holds, how many went within the day before, and how many may go in a day without asking.</summary>
    public int HeldCount { get; set; }

    public int HeldGone { get; set; }

    public int HeldAllowed { get; set; }

    /// <summary>Nothing is asked of the service before; after it was busy, down, or wrongly set up.</summary>
    public DateTimeOffset? RestsUntil { get; set; }

    /// <summary>Since when it does not answer; null while it does.</summary>
    public DateTimeOffset? DownSince { get; set; }

    /// <summary>Calls in a row without an answer.</summary>
    public int Misses { get; set; }

    /// <summary>Text key of what is wrong with the service as a whole.</summary>
    public string? Trouble { get; set; }

    public string[] TroubleArguments { get; set; } = [];

    /// <summary>Raised to have everybody looked at; done when <see cref="SweepDone"/> has come up to it.</summary>
    public long SweepWanted { get; set; }

    public long SweepDone { get; set; }

    /// <summary>What the pass that is under way will have done when it is through.</summary>
    public long SweepGoal { get; set; }

    /// <summary>The last user that the pass under way has come to; null while there is none.</summary>
    public UserId? SweepCursor { get; set; }

    /// <summary>Who asked for it and is told when it is through; null for nobody.</summary>
    public UserId? SweepFor { get; set; }

    public DateTimeOffset? SweptAt { get; set; }

    /// <summary>Raised to have what the service holds compared with what we know, in the same manner.</summary>
    public long ReadWanted { get; set; }

    public long ReadDone { get; set; }

    public long ReadGoal { get; set; }

    public UserId? ReadCursor { get; set; }

    /// <summary>When that was last through; null for never.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>What is under way, as a text key; null for nothing.</summary>
    public string? Running { get; set; }

    public DateTimeOffset? RunningSince { get; set; }

    public int RunningDone { get; set; }

    public int RunningTotal { get; set; }

    public DateTimeOffset? DryRunAt { get; set; }

    /// <summary>Who asked for the last dry run.</summary>
    public UserId? DryRunFor { get; set; }
}
