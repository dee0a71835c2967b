using System.Net.Mail;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Mail;

/// <summary>Stores mails and queues their sending in the same transaction.</summary>
internal sealed class Mailer(IServiceScopeFactory scopes, JobQueue queue, JobSignal signal, IOptions<MailSettings> settings, TimeProvider clock, ILogger<Mailer> logger) : IMailer
{
    public const int LongestSubject = 250;

    public async Task SendAsync(MailMessageToSend message, CancellationToken cancellationToken)
    {
        if (!IsOneLine(message.To) || !IsOneLine(message.Subject))
        {
            // A line break would let whoever typed it write headers of their own.
            throw new ArgumentException("Address and subject must be one line each, without control characters.", nameof(message));
        }

        // The parser also takes names, comments and lists; we want one bare address.
        if (!MailAddress.TryCreate(message.To, out var address) || address.Address != message.To)
        {
            throw new ArgumentException("This is not one mail address.", nameof(message));
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var mail = new StoredMail
        {
            Id = Guid.CreateVersion7(),
            To = address.Address,
            Subject = message.Subject[..Math.Min(message.Subject.Length, LongestSubject)],
            Text = message.Text,
            Html = message.Html,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Mails.Add(mail);
        await db.SaveChangesAsync(cancellationToken);
        if (settings.Value.Mode is MailMode.Smtp)
        {
            await queue.EnqueueAsync(db, SendMailJob.Definition, mail.Id.ToString(), priority: null, delay: null, cancellationToken);
        }
        else if (settings.Value.Mode is MailMode.Off)
        {
            logger.LogWarning("A mail was kept and not sent: Mail:Mode is off.");
        }

        await transaction.CommitAsync(cancellationToken);
        signal.Wake();
    }

    private static bool IsOneLine(string text) => !text.Any(char.IsControl) && text.AsSpan().IndexOfAny('\u2028', '\u2029') < 0;
}
