using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Leaves a service alone after trouble that concerns all of it: longer each time, and never forgotten by a restart.</summary>
internal sealed class ServiceRests(ServicesDb db, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>After so many calls in a row without an answer all accounts rest.</summary>
    public const int MissesThatOpen = 3;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UntilAdminLooked = TimeSpan.FromMinutes(15);

    /// <summary>Notes the trouble.</summary>
    /// <returns>When to try again.</returns>
    public async Task<DateTimeOffset> RestAsync(ServiceState state, ServiceException trouble, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var misses = trouble.Trouble is ServiceTrouble.Busy ? state.Misses : state.Misses + 1;
        var until = now + trouble.Trouble switch
        {
            ServiceTrouble.Busy => trouble.Wait ?? Shortest,
            ServiceTrouble.Misconfigured => UntilAdminLooked,
            _ => TimeSpan.FromSeconds(Math.Min(LongestRest.TotalSeconds, Shortest.TotalSeconds * Math.Pow(2, misses - 1))),
        };
        var isDown = trouble.Trouble is ServiceTrouble.Misconfigured || misses >= MissesThatOpen;
        var entry = await db.States.SingleAsync(s => s.Name == state.Name, cancellationToken);
        entry.RestsUntil = until;
        entry.Misses = misses;
        if (trouble.Trouble is not ServiceTrouble.Busy)
        {
            if (isDown && entry.DownSince is null)
            {
                entry.DownSince = now;
                db.Raise(new ServiceDown(Guid.CreateVersion7(), now, state.Name, trouble.Reason, [.. trouble.Arguments]));
            }

            entry.Trouble = trouble.Reason;
            entry.TroubleArguments = [.. trouble.Arguments];
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await signals.HealthChangedAsync(cancellationToken);
        return until;
    }

    /// <summary>It answers again.</summary>
    public async Task AnsweredAsync(ServiceState state, CancellationToken cancellationToken)
    {
        if (state is { Misses: 0, Trouble: null })
        {
            return;
        }

        await ForgetAsync([state.Name], cancellationToken);
        (state.Misses, state.Trouble) = (0, null);
    }

    /// <summary>Tries again at once after trouble: an admin says that it is mended. A rest that the service itself asked for is kept.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> services, CancellationToken cancellationToken)
    {
        var wasDown = await db.States.AnyAsync(s => services.Contains(s.Name) && s.DownSince != null, cancellationToken);
        await db.States.Where(s => services.Contains(s.Name)).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.RestsUntil, x => x.Misses == 0 && x.Trouble == null ? x.RestsUntil : null).SetProperty(x => x.Misses, 0).SetProperty(x => x.DownSince, (DateTimeOffset?)null)
                .SetProperty(x => x.Trouble, (string?)null).SetProperty(x => x.TroubleArguments, Array.Empty<string>()),
            cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        if (wasDown)
        {
            await signals.NeedsOfAdminsChangedAsync(cancellationToken);
        }
    }
}
