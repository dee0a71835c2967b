using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.Discord.Upkeep;

/// <summary>Ends accounts because an admin says so: asked for here, done by the engine.</summary>
internal sealed class AccountEnd(ServicesDb db, AccountMarks marks, ServiceSignals signals, TimeProvider clock)
{
    public async Task BeginAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var known = await db.Accounts.Where(a => a.Service == DiscordConnector.Name && users.Contains(a.UserId)).Select(a => a.UserId).ToListAsync(cancellationToken);
        await db.Accounts.Where(a => a.Service == DiscordConnector.Name && known.Contains(a.UserId)).ExecuteUpdateAsync(
            a => a.SetProperty(x => x.Stage, AccountStage.Leaving)
                .SetProperty(x => x.Secret, (string?)null)
                .SetProperty(x => x.DueSince, x => x.Mark > x.Done ? x.DueSince : now)
                .SetProperty(x => x.Mark, x => x.Mark + 1)
                .SetProperty(x => x.Priority, (short)0)
                .SetProperty(x => x.NextTry, (DateTimeOffset?)null),
            cancellationToken);
        // A row that a crash or an import left without an account has nobody to end it.
        await db.DiscordUsers.Where(u => users.Contains(u.UserId) && !known.Contains(u.UserId)).ExecuteDeleteAsync(cancellationToken);
        await marks.WakeAsync([DiscordConnector.Name], 0, cancellationToken);
        foreach (var user in known)
        {
            await signals.AccountChangedAsync(user, cancellationToken);
        }
    }
}
