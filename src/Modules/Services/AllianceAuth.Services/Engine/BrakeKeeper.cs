using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Engine;

/// <summary>Asks the brake before anything is taken away, and tells admins when it holds.</summary>
internal sealed class BrakeKeeper(ServicesDb db, IOptions<ServicesSettings> settings, TimeProvider clock)
{
    /// <summary>Whether so many would go that an admin is asked first.</summary>
    public async Task<bool> HoldsAsync(string service, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = now - ServiceBrake.Window;
        var going = await db.Accounts.CountAsync(a => a.Service == service && a.IsHeld, cancellationToken);
        var state = await db.States.SingleAsync(s => s.Name == service, cancellationToken);
        if (going == 0 && state.HeldSince is null)
        {
            return false;
        }

        var gone = await db.History.CountAsync(h => h.Service == service && h.IsCounted && h.At > since, cancellationToken);
        var accounts = await db.Accounts.CountAsync(a => a.Service == service && a.Groups != null, cancellationToken);
        var allowed = new ServiceBrake(settings.Value.BrakeLeast, settings.Value.BrakePercent).Allowed(accounts + gone);
        var holds = going > 0 && going + gone > allowed;
        if (holds && state.HeldSince is null)
        {
            state.HeldSince = now;
            db.Raise(new ServiceHeld(Guid.CreateVersion7(), now, service, going, allowed) { Gone = gone });
        }

        state.HeldSince = holds ? state.HeldSince : null;
        (state.HeldCount, state.HeldGone, state.HeldAllowed) = holds ? (going, gone, allowed) : (0, 0, 0);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return holds;
    }
}
