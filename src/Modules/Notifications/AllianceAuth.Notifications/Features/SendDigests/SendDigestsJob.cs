using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Mail;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.SendDigests;

/// <summary>Mails what gathered unread to those who want it daily or weekly. Nothing unread, no mail.</summary>
internal sealed class SendDigestsJob(NotificationsDb db, NotificationMail mail, IMailer mailer, IMediator mediator, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("notifications.send-digests") { Schedule = "0 5 * * * ?", Priority = 7 };

    private const int BatchSize = 200;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var (looked, sent) = (0, 0);
        while (true)
        {
            var now = clock.GetUtcNow();
            var due = await db.MailChoices.Where(c => c.Rhythm != MailRhythm.Off && c.NextAt <= now).OrderBy(c => c.NextAt).ThenBy(c => c.UserId).Take(BatchSize).ToListAsync(cancellationToken);
            if (due.Count == 0)
            {
                run.Summary = string.Create(CultureInfo.InvariantCulture, $"{sent} mails for {looked} users.");
                return;
            }

            looked += due.Count;
            sent += await SendAsync(due, now, cancellationToken);
            db.ChangeTracker.Clear();
        }
    }

    private async Task<int> SendAsync(List<MailChoice> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var users = due.Select(c => c.UserId).ToList();
        var unread = (await db.Notifications.AsNoTracking()
                .Where(n => users.Contains(n.UserId) && !n.Viewed)
                .OrderByDescending(n => n.Id)
                .ToListAsync(cancellationToken))
            .ToLookup(n => n.UserId);
        var contacts = (await mediator.Send(new FindContacts(users), cancellationToken)).ToDictionary(c => c.User);
        var sent = 0;
        foreach (var choice in due)
        {
            var news = unread[choice.UserId].Where(n => n.Id > choice.DigestedUpTo).ToList();
            if (news.Count > 0 && contacts.GetValueOrDefault(choice.UserId) is { Email.Length: > 0 } contact)
            {
                await mailer.SendAsync(mail.Write(contact, news, isUrgent: false), cancellationToken);
                sent++;
            }

            // One by one: a node that dies here repeats one mail, not two hundred.
            choice.Digested(news.Count > 0 ? news[0].Id : 0, now);
            await db.SaveChangesAsync(cancellationToken);
        }

        return sent;
    }
}
