using AllianceAuth.GroupManagement.Data;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>
/// Lets one at a time, among all nodes, decide about groups that keep themselves. Facts are read after it is taken, so nobody acts on what another
/// is just changing. Held across commits, hence by the connection and not by a transaction.
/// </summary>
internal sealed class KeepingLock : IAsyncDisposable
{
    // "KeptGrps" in ASCII.
    private const long Key = 0x4B65_7074_4772_7073;

    private readonly GroupManagementDb _db;

    private KeepingLock(GroupManagementDb db) => _db = db;

    public static async Task<KeepingLock> TakeAsync(GroupManagementDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_lock({Key})", cancellationToken);
            return new KeepingLock(db);
        }
        catch
        {
            await db.Database.CloseConnectionAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_unlock({Key})", CancellationToken.None);
        }
        finally
        {
            await _db.Database.CloseConnectionAsync();
        }
    }
}
