using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

/// <summary>What a leader can do in the log of a group.</summary>
public sealed class AuditLogTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Fact]
    public async Task A_fresh_decision_of_ones_own_is_taken_back_in_the_log()
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await site.WaitingAsync(leader);
        await leader.ForgeAsync($"/groupmanagement/request/join/accept/{(await site.RequestsAsync(group.Id)).Single().Id}/");
        await site.DeliverEventsAsync();

        var after = await (await leader.OpenAsync(Log(group))).SubmitAsync("#log form[data-undo]");

        Assert.Equal(Log(group), after.Address.AbsolutePath);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Empty(after.Document.QuerySelectorAll("#log form[data-undo]"));
    }

    [Fact, Rule("GRP-044")]
    public async Task A_removal_is_taken_back_in_the_log()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await site.PutInAsync(group.Id, pilot.User);
        await leader.ForgeAsync($"/groupmanagement/membership/{group.Id}/remove/{pilot.User}/");
        await site.DeliverEventsAsync();

        var after = await (await leader.OpenAsync(Log(group))).SubmitAsync("#log form[data-undo]");

        Assert.Equal(Log(group), after.Address.AbsolutePath);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact]
    public async Task Decisions_of_others_older_ones_and_those_that_more_came_of_have_no_undo()
    {
        var (leader, second) = (await site.MemberAsync(), await site.MemberAsync());
        var (_, group) = await site.WaitingAsync(leader, isLeave: false, second);
        var (_, old) = await site.WaitingAsync(leader);
        var (pilot, moved) = await site.WaitingAsync(leader);
        foreach (var one in new[] { group, old, moved })
        {
            await leader.ForgeAsync($"/groupmanagement/request/join/accept/{(await site.RequestsAsync(one.Id)).Single().Id}/");
        }

        await site.ReadAsync<int>($"UPDATE groupmanagement.log SET at = at - interval '11 minutes' WHERE group_id = {old.Id}");
        await site.DbAsync(db =>
        {
            db.Log.Add(new GroupLogEntry(moved.Id, moved.Name, pilot.User, pilot.Name, GroupLogType.Leave, isAccepted: true, pilot.User, pilot.Name, DateTimeOffset.UnixEpoch));
            return db.SaveChangesAsync();
        });

        Assert.Empty((await second.OpenAsync(Log(group))).Document.QuerySelectorAll("#log form[data-undo]"));
        Assert.Empty((await leader.OpenAsync(Log(old))).Document.QuerySelectorAll("#log form[data-undo]"));
        Assert.Empty((await leader.OpenAsync(Log(moved))).Document.QuerySelectorAll("#log form[data-undo]"));
    }

    [Fact]
    public async Task A_filter_that_finds_nothing_does_not_say_that_nothing_has_happened()
    {
        var leader = await site.MemberAsync();
        var (_, group) = await site.WaitingAsync(leader);
        await leader.ForgeAsync($"/groupmanagement/request/join/accept/{(await site.RequestsAsync(group.Id)).Single().Id}/");

        var page = await leader.OpenAsync($"{Log(group)}?type=leave");

        Assert.Contains(site.Say("groupmanagement.log.notfound"), page.Text("#log"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("groupmanagement.log.none"), page.Text("#log"), StringComparison.Ordinal);
        Assert.Equal(Log(group), page.Find("#log .empty a").GetAttribute("href"));
    }

    private static string Log(TestGroup group) => $"/groupmanagement/membership/{group.Id}/audit-log/";
}
