using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Jobs;

namespace AllianceAuth.Authentication.Features.DecideStates;

/// <summary>Decides everybody's state anew. Finds nothing unless somebody changed the database by hand or we have a fault.</summary>
internal sealed class DecideStatesJob(AuthenticationDb db, AccessReader access, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("authentication.decide-states") { Schedule = "0 40 3 * * ?", Priority = 7 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldStatesAsync(cancellationToken);
        var changed = await db.DecideStatesAsync(users: null, clock.GetUtcNow(), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync(changed, cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{changed.Count} users had another state than they should have had.");
    }
}
