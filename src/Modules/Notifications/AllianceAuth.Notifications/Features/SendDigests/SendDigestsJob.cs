using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Mail;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Notifications.Features.SendDigests;

/// <summary>Mails what gathered unread to those who want it daily or weekly. Nothing unread, no mail.</summary>
internal sealed class SendDigestsJob(NotificationsDb db, NotificationMail mail, IMailer mailer, IMediator mediator, TimeProvider clock, ILogger<SendDigestsJob> logger) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("notifications.send-digests") { Schedule = "0 5 * * * ?", Priority = 7 };

    private const int BatchSize = 200;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var (looked, sent) = (0, 0);
        while (true)
        {
            var now = clock.GetUtcNow();
            var due = await db.MailChoices.AsNoTracking().Where(c => c.Rhythm != MailRhythm.Off && c.NextAt <= now).OrderBy(c => c.NextAt).ThenBy(c => c.UserId).Take(BatchSize).ToListAsync(cancellationToken);
            if (due.Count == 0)
            {
                run.Summary = string.Create(CultureInfo.InvariantCulture, $"{sent} mails for {looked} users.");
                return;
            }

            looked += due.Count;
            sent += await SendAsync(due, now, cancellationToken);
        }
    }

    private async Task<int> SendAsync(List<MailChoice> due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var users = due.Select(c => c.UserId).ToList();
        var unread = (await db.Notifications.AsNoTracking()
                .Where(n => users.Contains(n.UserId) && !n.Viewed && n.DigestedAt == null)
                .OrderByDescending(n => n.Id)
                .ToListAsync(cancellationToken))
            .ToLookup(n => n.UserId);
        var contacts = (await mediator.Send(new FindContacts(users), cancellationToken)).ToDictionary(c => c.User);
        var sent = 0;
        foreach (var choice in due)
        {
            try
            {
                sent += await SendAsync([.. unread[choice.UserId]], contacts.GetValueOrDefault(choice.UserId), now, cancellationToken) ? 1 : 0;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // Whatever is wrong with one mail, those behind it get theirs. What it was to tell comes with the next digest.
                logger.LogWarning(error, "User {User} could not be mailed a digest.", choice.UserId);
            }

            // One by one: a node that dies here repeats one mail, not two hundred.
            var next = MailChoice.NextAfter(choice.Rhythm, now);
            await db.MailChoices.Where(c => c.UserId == choice.UserId && c.Rhythm == choice.Rhythm).ExecuteUpdateAsync(c => c.SetProperty(x => x.NextAt, next), cancellationToken);
        }

        return sent;
    }

    private async Task<bool> SendAsync(IReadOnlyList<Notification> news, UserContact? contact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (news.Count == 0)
        {
            return false;
        }

        if (contact is { Email.Length: > 0 })
        {
            await mailer.SendAsync(mail.Write(contact, news, isUrgent: false), cancellationToken);
        }

        var told = news.Select(n => n.Id).ToList();
        await db.Notifications.IgnoreQueryFilters().Where(n => told.Contains(n.Id)).ExecuteUpdateAsync(n => n.SetProperty(x => x.DigestedAt, now), cancellationToken);
        return contact is { Email.Length: > 0 };
    }
}
