using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Mail;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.MailDanger;

/// <summary>Mails what was lost or failed to those who want to know at once: one mail a user, whatever came together.</summary>
internal sealed class MailDangerJob(NotificationsDb db, NotificationMail mail, IMailer mailer, IMediator mediator) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("notifications.mail-danger") { Priority = 4 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var due = await db.MailChoices
            .Where(c => c.DangerAtOnce)
            .Join(db.Notifications.Where(n => n.Level == NotificationLevel.Danger && !n.Viewed), c => c.UserId, n => n.UserId, (choice, notification) => new { choice, notification })
            .Where(d => d.notification.Id > d.choice.MailedUpTo)
            .OrderByDescending(d => d.notification.Id)
            .ToListAsync(cancellationToken);
        var users = due.GroupBy(d => d.choice, d => d.notification).ToList();
        var contacts = (await mediator.Send(new FindContacts([.. users.Select(u => u.Key.UserId)]), cancellationToken)).ToDictionary(c => c.User);
        var sent = 0;
        foreach (var user in users)
        {
            if (contacts.GetValueOrDefault(user.Key.UserId) is { Email.Length: > 0 } contact)
            {
                await mailer.SendAsync(mail.Write(contact, [.. user], isUrgent: true), cancellationToken);
                sent++;
            }

            user.Key.Mailed(user.Max(n => n.Id));
            await db.SaveChangesAsync(cancellationToken);
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{sent} mails for {users.Count} users.");
    }
}
