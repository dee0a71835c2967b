using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Notifications.Features.TellUsers;

/// <summary>Stores a notice for any number of users with two statements: one adds, one drops what is too much. NOTE-006, NOTE-007.</summary>
internal sealed class NotifyHandler(NotificationsDb db, BellReader bell, DangerMails mails, IOptions<NotificationSettings> settings, TimeProvider clock) : IRequestHandler<Notify, Unit>
{
    public async Task<Unit> Handle(Notify request, CancellationToken cancellationToken)
    {
        int[] users = [.. request.Users.Select(u => u.Value).Distinct()];
        if (users.Length == 0)
        {
            return Unit.Value;
        }

        var level = (int)(Enum.IsDefined(request.Level) ? request.Level : NotificationLevel.Info);
        string[] arguments = [.. request.Arguments];
        // NOTE-004.
        var message = request.Message.Length > 0 ? request.Message : request.Title;
        var now = clock.GetUtcNow();
        var most = settings.Value.MaxPerUser;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var told = await db.Database.SqlQuery<int>(
            $"""
            INSERT INTO notifications.notifications (notice, user_id, level, title, message, arguments, address, created_at, viewed)
            SELECT {request.Id}, u.id, {level}, {request.Title}, {message}, {arguments}, {request.Address}, {now}, false
            FROM unnest({users}) AS u(id)
            ON CONFLICT DO NOTHING
            RETURNING user_id AS "Value"
            """).ToListAsync(cancellationToken);
        if (told.Count == 0)
        {
            // Told already; whoever told them may have died before the bells knew.
            await bell.DropAsync(request.Users, cancellationToken);
            return Unit.Value;
        }

        int[] added = [.. told];
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM notifications.notifications n
            USING (
                SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY id DESC) AS place
                FROM notifications.notifications
                WHERE user_id = ANY ({added}) AND removed_at IS NULL
            ) ranked
            WHERE n.id = ranked.id AND ranked.place > {most}
            """,
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await bell.DropAsync([.. told.Select(id => new UserId(id))], cancellationToken);
        if (level == (int)NotificationLevel.Danger)
        {
            await mails.EnqueueAsync(added, cancellationToken);
        }

        return Unit.Value;
    }
}
