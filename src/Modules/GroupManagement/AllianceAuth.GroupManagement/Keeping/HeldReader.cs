using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Reads whose removal waits for a person.</summary>
internal sealed class HeldReader(GroupManagementDb db, IMediator mediator)
{
    private const int MostNames = 20;

    /// <summary>What waits in a group; null when nothing does. At most two statements.</summary>
    public async Task<HeldView?> FindAsync(SmartGroup group, CancellationToken cancellationToken)
    {
        if (group.HeldSince is not { } since)
        {
            return null;
        }

        var held = await db.Lapses.AsNoTracking()
            .Where(l => l.GroupId == group.Id && l.Stage == LapseStage.Held && !l.IsApproved)
            .Select(l => new { l.UserId, l.Since })
            .ToListAsync(cancellationToken);
        if (held.Count == 0)
        {
            return null;
        }

        var first = await mediator.Send(new FindUsers([.. held.Take(MostNames).Select(h => h.UserId)]), cancellationToken);
        return new HeldView(
            group.Id.Value, held.Count, since, held.Max(h => h.Since).UtcTicks, [.. first.Select(u => u.Name).Order(StringComparer.CurrentCulture)]);
    }
}
