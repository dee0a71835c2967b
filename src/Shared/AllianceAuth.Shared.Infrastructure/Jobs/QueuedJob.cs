using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>A job that waits or runs. Name and argument are the key: whatever waits or runs under it is this one row.</summary>
internal sealed class QueuedJob
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Empty for none; PostgreSQL would take two nulls for two different keys.</summary>
    public string Argument { get; init; } = "";

    /// <summary>0 is first, 9 last. AUTH-099.</summary>
    public short Priority { get; init; }

    /// <summary>UTC; not run before.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>UTC, when it was first asked for.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>Tries that were begun.</summary>
    public int Attempt { get; init; }

    /// <summary>The try that is running now, or null while it waits.</summary>
    public Guid? RunId { get; init; }

    /// <summary>The node that runs it.</summary>
    public string? Node { get; init; }

    /// <summary>UTC by the database's clock. A node that lets it pass is taken for dead, and another runs the job.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>UTC; set when it was asked for again while it ran: it runs once more, not before this.</summary>
    public DateTimeOffset? AgainAt { get; init; }

    /// <summary>The priority of that once more.</summary>
    public short? AgainPriority { get; init; }
}

internal sealed class QueuedJobConfiguration : IEntityTypeConfiguration<QueuedJob>
{
    public void Configure(EntityTypeBuilder<QueuedJob> job)
    {
        job.ToTable("job_queue");
        job.Property(j => j.Name).HasMaxLength(100);
        job.Property(j => j.Argument).HasMaxLength(JobQueue.LongestArgument);
        job.Property(j => j.Node).HasMaxLength(JobNode.LongestName);
        // The last word on "only one at a time per key", for all nodes.
        job.HasIndex(j => new { j.Name, j.Argument }).IsUnique();
        job.HasIndex(j => j.RunId);
        // The order in which waiting jobs are taken.
        job.HasIndex(j => new { j.Priority, j.DueAt, j.Id }).HasFilter("run_id IS NULL").HasDatabaseName("ix_job_queue_waiting");
    }
}
