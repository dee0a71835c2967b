using AllianceAuth.Services.Data;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Shows admins how far long work on a service has come.</summary>
internal sealed class ServiceProgress(ServicesDb db, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Begins; disposing ends it.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="label">Text key of what is done.</param>
    /// <param name="total">How many accounts.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Shown> BeginAsync(string service, string label, int total, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Running, label).SetProperty(x => x.RunningSince, now).SetProperty(x => x.RunningDone, 0).SetProperty(x => x.RunningTotal, total),
            cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        return new Shown(db, signals, service);
    }

    internal sealed class Shown(ServicesDb db, ServiceSignals signals, string service) : IAsyncDisposable
    {
        public async Task AddAsync(int count, CancellationToken cancellationToken)
        {
            await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(s => s.SetProperty(x => x.RunningDone, x => x.RunningDone + count), cancellationToken);
            await signals.HealthChangedAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(s => s.SetProperty(x => x.Running, (string?)null), CancellationToken.None);
            await signals.HealthChangedAsync(CancellationToken.None);
        }
    }
}
