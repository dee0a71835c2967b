using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Keeps edits of groups apart: names are unique, and grants are compared before they are written.</summary>
internal static class GroupLock
{
    // "Groups" in ASCII.
    private const long LockKey = 0x4772_6F75_7073;

    /// <summary>For the rest of the transaction nobody else makes, renames or deletes a group, reserves a name, or sets what one may do.</summary>
    public static Task HoldGroupsAsync(this AuthenticationDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
}
