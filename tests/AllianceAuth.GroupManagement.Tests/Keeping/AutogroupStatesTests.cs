using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>Who is in an automatic group its configuration says, whatever else is set for the group.</summary>
public sealed class AutogroupStatesTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    [Fact, Rule("GRP-047")]
    public async Task An_automatic_group_is_left_alone_by_a_list_of_states()
    {
        var (state, other) = (await site.StateAsync(), await site.StateAsync());
        var user = await site.UserAsync(state, await site.CorporationAsync($"Listed {site.Next()}"));
        await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true });
        await site.KeepAllAsync();
        var group = (await site.DbAsync(db => db.ManagedGroups.AsNoTracking().OrderBy(m => m.GroupId).ToListAsync()))[^1].GroupId;
        Assert.Equal([user], await site.MembersAsync(group));
        await site.DbAsync(async db =>
        {
            (await db.Groups.SingleAsync(g => g.Id == group)).States = [other.Value];
            return await db.SaveChangesAsync();
        });

        await site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.PublishAsync(new GroupMembershipChanged(Guid.CreateVersion7(), site.Now, [user], [group]));
        await site.RunJobAsync("groupmanagement.remove-ineligible-members", group.ToString());

        Assert.Equal([user], await site.MembersAsync(group));
    }
}
