using AllianceAuth.Shared.Infrastructure.Platform;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Shared.Infrastructure.Mail;

/// <summary>Reads the kept mails, for the mailbox page of demo and development.</summary>
public sealed class Mailbox(PlatformDb db)
{
    /// <summary>The newest mails, without their bodies.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<MailHeader>> ListAsync(int count, CancellationToken cancellationToken) => await db.Mails
        .OrderByDescending(m => m.Id)
        .Take(count)
        .Select(m => new MailHeader(m.Id, m.To, m.Subject, m.CreatedAt, m.SentAt, m.Error))
        .ToListAsync(cancellationToken);

    /// <summary>One mail, or null.</summary>
    public async Task<StoredMail?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Mails.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
}

/// <summary>A line of the mailbox.</summary>
/// <param name="Id">Which mail.</param>
/// <param name="To">The address.</param>
/// <param name="Subject">One line.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="SentAt">UTC, when the mail server took it.</param>
/// <param name="Error">Why it did not.</param>
public sealed record MailHeader(Guid Id, string To, string Subject, DateTimeOffset CreatedAt, DateTimeOffset? SentAt, string? Error);
