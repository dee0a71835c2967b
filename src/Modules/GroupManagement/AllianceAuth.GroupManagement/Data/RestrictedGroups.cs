using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Results;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>Keeps restricted groups, and the filters they are kept by, from being deleted by anybody but superusers: it would change who is in them.</summary>
internal static class RestrictedGroups
{
    public static async Task<Func<TEntity, Refusal?>> KeepAsync<TEntity>(
        AdminWork<GroupManagementDb> work, IReadOnlyList<TEntity> chosen, Func<TEntity, GroupId> groupOf, CancellationToken cancellationToken)
    {
        var rules = await work.Services.GetRequiredService<GroupBook>().FindAsync([.. chosen.Select(groupOf)], cancellationToken);
        return one => rules.GetValueOrDefault(groupOf(one))?.FindMembersRefusal(work.Actor!);
    }
}
