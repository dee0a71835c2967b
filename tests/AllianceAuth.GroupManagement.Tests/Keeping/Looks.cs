using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>What happens to users of smart groups, and looks at them.</summary>
internal static class Looks
{
    extension(KeepingSite site)
    {
        public async Task ChangedAsync(params UserId[] users)
        {
            await site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, users));
            await site.SettleAsync();
        }

        public Task AddAsync(GroupId group, params UserId[] users) =>
            site.SendAsync(new AddToGroups([.. users.Select(u => new Membership(u, group))], null, "test"));

        internal Task<SmartOutcome> LookAsync(GroupId group, IReadOnlySet<UserId> approved, IReadOnlyCollection<UserId>? users = null) => site.AskAsync(async s =>
        {
            await using var hold = await KeepingLock.TakeAsync(s.GetRequiredService<GroupManagementDb>(), CancellationToken.None);
            return await s.GetRequiredService<SmartGroupKeeper>().KeepAsync(users, group, approved, CancellationToken.None);
        });
    }
}
