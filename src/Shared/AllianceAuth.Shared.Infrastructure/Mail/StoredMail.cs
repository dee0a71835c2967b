using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Shared.Infrastructure.Mail;

/// <summary>A mail that waits, was sent, or is kept for the mailbox page.</summary>
public sealed class StoredMail
{
    /// <summary>Identifies the mail; sorts by time.</summary>
    public Guid Id { get; init; }

    /// <summary>The address.</summary>
    public string To { get; init; } = "";

    /// <summary>One line.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Plain text part.</summary>
    public string Text { get; init; } = "";

    /// <summary>HTML part.</summary>
    public string Html { get; init; } = "";

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>UTC, when the mail server took it; null while it waits or is only kept.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Why the mail server did not take it, last time.</summary>
    public string? Error { get; set; }
}

internal sealed class StoredMailConfiguration : IEntityTypeConfiguration<StoredMail>
{
    public void Configure(EntityTypeBuilder<StoredMail> mail)
    {
        mail.ToTable("mails");
        mail.Property(m => m.To).HasMaxLength(320);
        mail.Property(m => m.Subject).HasMaxLength(Mailer.LongestSubject);
        mail.HasIndex(m => m.CreatedAt);
    }
}
