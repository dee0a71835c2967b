using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.DecideStates;

/// <summary>
/// Takes over anew where all mains fly and decides everybody's state. Finds nothing unless an event was never delivered, somebody changed the
/// database by hand or we have a fault.
/// </summary>
internal sealed class DecideStatesJob(AuthenticationDb db, AccessReader access, MainCopies mains, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("authentication.decide-states") { Schedule = "0 40 3 * * ?", Priority = 7 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var healed = new HashSet<UserId>();
        var characters = await db.Users.Where(u => u.MainCharacterId != null).Select(u => u.MainCharacterId!.Value).Distinct().ToListAsync(cancellationToken);
        foreach (var batch in characters.Chunk(StateDecisions.BatchSize))
        {
            var refreshed = await mains.RefreshAsync(batch, cancellationToken);
            await access.DropAsync(refreshed.Changed, cancellationToken);
            healed.UnionWith(refreshed.Changed);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldStatesAsync(cancellationToken);
        var changed = await db.DecideStatesAsync(users: null, clock.GetUtcNow(), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync(changed, cancellationToken);
        healed.UnionWith(changed);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{healed.Count} users had another main's place or state than they should have had.");
    }
}
