using System.Linq.Expressions;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Engine;

/// <summary>Asks the brake before anything is taken away, and tells admins when it holds.</summary>
internal sealed class BrakeKeeper(ServicesDb db, IOptions<ServicesSettings> settings, TimeProvider clock)
{
    /// <summary>What the brake holds: removals and strips that nobody asked for. Accounts that were never made take nothing from anybody.</summary>
    public static readonly Expression<Func<Account, bool>> IsHeld = a =>
        a.Mark > a.Done && (a.Plan == AccountPlan.Strip || a.Plan == AccountPlan.Remove) && !a.IsApproved && a.Stage != AccountStage.Leaving && a.Groups != null;

    /// <summary>What goes on while the brake holds: everything else.</summary>
    public static readonly Expression<Func<Account, bool>> MayPass = Expression.Lambda<Func<Account, bool>>(Expression.Not(IsHeld.Body), IsHeld.Parameters);

    /// <summary>Whether so many would go that an admin is asked first.</summary>
    public async Task<bool> HoldsAsync(string service, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var since = now - ServiceBrake.Window;
        var going = await db.Accounts.Where(a => a.Service == service).CountAsync(IsHeld, cancellationToken);
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
            db.Raise(new ServiceHeld(Guid.CreateVersion7(), now, service, going, allowed));
        }

        state.HeldSince = holds ? state.HeldSince : null;
        (state.HeldCount, state.HeldAllowed) = holds ? (going, allowed) : (0, 0);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return holds;
    }
}
