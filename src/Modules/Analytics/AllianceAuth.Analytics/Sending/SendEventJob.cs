using System.Globalization;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Sending;

/// <summary>
/// Sends one event to one receiver, once: whatever comes of it, it is noted for the admins and not tried again. ANA-015, ANA-019.
/// </summary>
internal sealed class SendEventJob(AnalyticsDb db, UsageCatalog catalog, UsageClient client, IOptionsSnapshot<AnalyticsSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("analytics.send-event") { Priority = 9, Retries = 0 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (settings.Value.Disabled)
        {
            run.Summary = "switched off";
            return;
        }

        var id = Guid.Parse(run.Argument!, CultureInfo.InvariantCulture);
        var sent = await db.Events.SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        var token = sent is null ? null : await db.Tokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == sent.TokenId, cancellationToken);
        // The agreement may have been taken back since it was queued.
        if (sent is null || token is null || !token.Allows(sent.Usage))
        {
            run.Summary = "no longer wanted";
            return;
        }

        if (await BeginAsync(id, cancellationToken) == 0)
        {
            run.Summary = "sent before";
            return;
        }

        sent.Body = (await catalog.WriterAsync(cancellationToken))(sent.Usage);
        (sent.Address, sent.Status, sent.Answer) = await client.PostAsync(token, sent.Body, cancellationToken);
        await db.SaveChangesAsync(CancellationToken.None);
        run.Summary = sent.Status?.ToString(CultureInfo.InvariantCulture) ?? "failed";
    }

    private Task<int> BeginAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Events.Where(e => e.Id == id && e.BegunAt == null).ExecuteUpdateAsync(e => e.SetProperty(x => x.BegunAt, now), cancellationToken);
    }
}
