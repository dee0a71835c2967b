using System.Globalization;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.CleanRoundTrips;

/// <summary>Forgets what was left half-done: round trips not finished in time, reservations of killed nodes; and ESI answers nobody asked for in a month.</summary>
internal sealed class CleanRoundTripsJob(EveOnlineDb db, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.clean-round-trips") { Schedule = "0 0 0/4 * * ?", Priority = 8 };

    private static readonly TimeSpan KeepAnswers = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(1);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (oldest, oldestAnswer) = (now - RoundTrip.Lifetime, now - KeepAnswers);
        // A claimed one has the same time again to be collected.
        var trips = await db.RoundTrips.Where(t => (t.ClaimedAt ?? t.CreatedAt) < oldest).ExecuteDeleteAsync(cancellationToken);
        var answers = await db.EsiResponses.Where(r => r.ExpiresAt < oldestAnswer).ExecuteDeleteAsync(cancellationToken);
        // A node that was killed in the middle of a call left its reservation behind. No call lasts this long.
        var longAgo = now - LongestCall;
        await db.EsiBudgets.Where(b => b.Reserved > 0 && b.LastCallAt < longAgo).ExecuteUpdateAsync(b => b.SetProperty(x => x.Reserved, 0), cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{trips} round trips, {answers} old answers");
    }
}
