using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Mail;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Notifications.Features.MailDanger;

/// <summary>Mails what was lost or failed to those who want to know at once: one mail a user, whatever came together.</summary>
internal sealed class MailDangerJob(NotificationsDb db, NotificationMail mail, IMailer mailer, IMediator mediator, TimeProvider clock, ILogger<MailDangerJob> logger) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("notifications.mail-danger") { Priority = 4 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var due = await db.Notifications.AsNoTracking()
            .Where(n => n.Level == NotificationLevel.Danger && !n.Viewed && n.MailedAt == null)
            .Join(db.MailChoices.Where(c => c.DangerAtOnce), n => n.UserId, c => c.UserId, (notification, _) => notification)
            .OrderByDescending(n => n.Id)
            .ToListAsync(cancellationToken);
        var users = due.GroupBy(n => n.UserId).ToList();
        var contacts = (await mediator.Send(new FindContacts([.. users.Select(u => u.Key)]), cancellationToken)).ToDictionary(c => c.User);
        var sent = 0;
        foreach (var user in users)
        {
            try
            {
                if (contacts.GetValueOrDefault(user.Key) is { Email.Length: > 0 } contact)
                {
                    await mailer.SendAsync(mail.Write(contact, [.. user], isUrgent: true), cancellationToken);
                    sent++;
                }

                var (told, now) = (user.Select(n => n.Id).ToList(), clock.GetUtcNow());
                await db.Notifications.IgnoreQueryFilters().Where(n => told.Contains(n.Id)).ExecuteUpdateAsync(n => n.SetProperty(x => x.MailedAt, now), cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whatever is wrong with one mail, those behind it get theirs. It is tried again when the next danger is mailed.
                logger.LogWarning(error, "User {User} could not be mailed what was lost or failed.", user.Key);
            }
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{sent} mails for {users.Count} users.");
    }
}
