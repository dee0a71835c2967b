using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>Rows of groups.</summary>
internal static class GroupRows
{
    extension(GroupManagementDb db)
    {
        /// <summary>Makes the settings every group begins with, unless it has some.</summary>
        public Task EnsureGroupAsync(GroupId group, CancellationToken cancellationToken) =>
            db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO groupmanagement.groups (id, is_internal, is_hidden, is_open, is_public, description, leaders, leader_groups, states, revision)
                VALUES ({group.Value}, true, true, false, false, '', ARRAY[]::int[], ARRAY[]::int[], ARRAY[]::int[], 0)
                ON CONFLICT DO NOTHING
                """,
                cancellationToken);
    }
}
