using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>How a run ended.</summary>
public enum JobOutcome
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>It did what it should.</summary>
    Succeeded,

    /// <summary>It failed and is tried again.</summary>
    Retrying,

    /// <summary>It failed and rests: every try was used up.</summary>
    Failed,

    /// <summary>Its node stopped; it runs again elsewhere.</summary>
    Interrupted,

    /// <summary>Its node vanished; it runs again elsewhere.</summary>
    Lost,
}

/// <summary>One try of one job, kept for the admins.</summary>
public sealed class JobHistoryEntry
{
    /// <summary>Identifies the run; sorts by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The job's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it worked on, or empty.</summary>
    public string Argument { get; init; } = "";

    /// <summary>The node it ran on.</summary>
    public string Node { get; init; } = "";

    /// <summary>1 for the first try.</summary>
    public int Attempt { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>UTC; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How it ended.</summary>
    public JobOutcome Outcome { get; init; }

    /// <summary>What it says it did.</summary>
    public string? Summary { get; init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; init; }
}

internal sealed class JobHistoryEntryConfiguration : IEntityTypeConfiguration<JobHistoryEntry>
{
    public void Configure(EntityTypeBuilder<JobHistoryEntry> entry)
    {
        entry.ToTable("job_history");
        entry.Property(e => e.Name).HasMaxLength(100);
        entry.Property(e => e.Argument).HasMaxLength(JobQueue.LongestArgument);
        entry.Property(e => e.Node).HasMaxLength(JobNode.LongestName);
        entry.Property(e => e.Outcome).HasConversion<string>().HasMaxLength(20);
        entry.HasIndex(e => e.StartedAt);
        entry.HasIndex(e => new { e.Name, e.StartedAt });
    }
}
