using AllianceAuth.Notifications.Features.MailDanger;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Data;

/// <summary>Has mails written when somebody who wants to know at once was told of something lost or failed.</summary>
internal sealed class DangerMails(NotificationsDb db, IJobQueue jobs)
{
    public async Task EnqueueAsync(int[] told, CancellationToken cancellationToken)
    {
        var users = told.Select(id => new UserId(id)).ToList();
        if (await db.MailChoices.AnyAsync(c => c.DangerAtOnce && users.Contains(c.UserId), cancellationToken))
        {
            await jobs.EnqueueAsync<MailDangerJob>(cancellationToken: cancellationToken);
        }
    }
}
