using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Data;

/// <summary>Notes which forms were sent, so that a second click adds nothing twice. The key of the table decides between two at once.</summary>
internal sealed class SpentForms(AdminDb db, TimeProvider clock)
{
    /// <summary>Whether it was sent before; it counts as sent from now on.</summary>
    public async Task<bool> IsSpentAsync(Guid form, CancellationToken cancellationToken) =>
        await db.Database.ExecuteSqlAsync($"INSERT INTO admin.spent_forms (id, at) VALUES ({form}, {clock.GetUtcNow()}) ON CONFLICT DO NOTHING", cancellationToken) == 0;

    public Task GiveBackAsync(Guid form, CancellationToken cancellationToken) => db.SpentForms.Where(f => f.Id == form).ExecuteDeleteAsync(cancellationToken);
}
