using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

public sealed class SmartGroupBrakeTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private const string Ended = "groupmanagement.smart.notice.ended.title";
    private const string Held = "groupmanagement.smart.notice.held.title";

    [Fact]
    public async Task A_filter_that_empties_a_group_is_held_the_leaders_are_told_and_nobody_is_removed()
    {
        var (state, leader) = (await site.StateAsync(), await site.UserAsync(new StateId(1), null));
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), leaders: [leader]);
        var members = await site.UsersAsync(30, state, null);
        await site.KeepAllAsync();

        await site.SetAsync(members, "state = 1");
        await site.ChangedAsync([.. members]);
        await site.KeepAllAsync();

        Assert.Equal(30, (await site.MembersAsync(group)).Count);
        Assert.Equal([Held], await site.TitlesToAsync(leader));
        Assert.Empty(await site.TitlesToAsync(members[0]));
        Assert.NotNull(await HeldSinceAsync(group));

        // All is well again: the hold ends by itself.
        await site.SetAsync(members, $"state = {state}");
        await site.ChangedAsync([.. members]);
        await site.KeepAllAsync();
        Assert.Null(await HeldSinceAsync(group));
        Assert.Equal(30, (await site.MembersAsync(group)).Count);
    }

    [Fact]
    public async Task Emptied_in_small_steps_a_group_is_held_all_the_same()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var members = await site.UsersAsync(30, state, null);
        await site.KeepAllAsync();

        foreach (var step in members.Chunk(6))
        {
            await site.SetAsync(step, "state = 1");
            await site.ChangedAsync(step);
        }

        Assert.Equal(24, (await site.MembersAsync(group)).Count);
        Assert.NotNull(await HeldSinceAsync(group));
    }

    [Fact]
    public async Task What_a_person_agreed_to_is_removed_and_no_one_else()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var members = await site.UsersAsync(40, state, null);
        await site.KeepAllAsync();
        await site.SetAsync(members, "state = 1");
        await site.ChangedAsync([.. members]);
        var seen = members.Take(20).ToHashSet();

        await site.LookAsync(group, seen);
        await site.DeliverEventsAsync();

        Assert.Equal(20, (await site.MembersAsync(group)).Count);
        Assert.Equal([Ended], await site.TitlesToAsync(members[0]));
        Assert.Empty(await site.TitlesToAsync(members[39]));
    }

    private Task<DateTimeOffset?> HeldSinceAsync(GroupId group) =>
        site.DbAsync(db => db.SmartGroups.Where(g => g.Id == group).Select(g => g.HeldSince).SingleAsync());
}
