using System.Data.Common;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AllianceAuth.Shared.Infrastructure.Outbox;

/// <summary>Wakes the dispatcher of this node after a commit that stored events, so that they go out at once instead of at the next look.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _due = new(0);

    public void Dispose() => _due.Dispose();

    public void Wake()
    {
        if (_due.CurrentCount == 0)
        {
            _due.Release();
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _due.WaitAsync(atMost, cancellationToken);
}

/// <summary>Tells <see cref="OutboxSignal"/> about commits.</summary>
internal sealed class OutboxSignalInterceptor(OutboxSignal signal) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ModuleDbContext { Database.CurrentTransaction: null })
        {
            signal.Wake();
        }

        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        signal.Wake();
        return Task.CompletedTask;
    }
}
