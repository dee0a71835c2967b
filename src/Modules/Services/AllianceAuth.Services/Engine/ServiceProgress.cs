using AllianceAuth.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Shows admins how far long work on a service has come. Two things at once show as the one that began last.</summary>
internal sealed class ServiceProgress(ServicesDb db, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Begins to show.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="label">Text key of what is done.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task BeginAsync(string service, string label, CancellationToken cancellationToken)
    {
        var total = await db.Accounts.CountAsync(a => a.Service == service, cancellationToken);
        await db.EnsureStatesAsync([service], cancellationToken);
        var now = clock.GetUtcNow();
        await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Running, label).SetProperty(x => x.RunningSince, now).SetProperty(x => x.RunningDone, 0).SetProperty(x => x.RunningTotal, total),
            cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
    }

    /// <summary>So many more are done.</summary>
    public async Task AddAsync(string service, string label, int count, CancellationToken cancellationToken)
    {
        await db.States.Where(s => s.Name == service && s.Running == label)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.RunningDone, x => x.RunningDone + count), cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
    }

    /// <summary>All are done.</summary>
    public async Task EndAsync(string service, string label, CancellationToken cancellationToken)
    {
        await db.States.Where(s => s.Name == service && s.Running == label).ExecuteUpdateAsync(s => s.SetProperty(x => x.Running, (string?)null), cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
    }
}
