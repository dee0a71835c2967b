using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class DecideRequestsTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string Requests = "/groupmanagement/requests/";

    [Fact, Rule("GRP-037"), Rule("GRP-032")]
    public async Task A_leader_sees_the_requests_of_their_groups_on_two_tabs_and_a_manager_all()
    {
        var (leader, manager) = (await site.MemberAsync(), await site.MemberAsync());
        await site.GrantAsync(manager.User, GroupManagementPermissions.ManageAll);
        var (pilot, mine) = await WaitingAsync(leader);
        var (_, others) = await WaitingAsync();
        var leaving = await site.MemberAsync();
        await site.PutInAsync(mine.Id, leaving.User);
        await leaving.ForgeAsync($"/group/request/leave/{mine.Id}/");

        var joins = await leader.OpenAsync(Requests);
        var leaves = await leader.OpenAsync($"{Requests}?kind=leave");
        var all = await manager.OpenAsync($"{Requests}?size=200");

        Assert.Contains(pilot.Name, joins.Text("#request-table"), StringComparison.Ordinal);
        Assert.DoesNotContain(others.Name, joins.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(leaving.Name, joins.Text("#request-table"), StringComparison.Ordinal);
        Assert.Contains(leaving.Name, leaves.Text("#request-table"), StringComparison.Ordinal);
        Assert.Contains(mine.Name, all.Text("#request-table"), StringComparison.Ordinal);
        Assert.Contains(others.Name, all.Text("#request-table"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, true, "groupmanagement.notice.joinaccepted.title", NotificationLevel.Success)]
    [InlineData(false, false, "groupmanagement.notice.joinrejected.title", NotificationLevel.Danger)]
    [InlineData(true, true, "groupmanagement.notice.leaveaccepted.title", NotificationLevel.Success)]
    [InlineData(true, false, "groupmanagement.notice.leaverejected.title", NotificationLevel.Danger)]
    public async Task Each_decision_ends_the_request_is_logged_and_told_to_whoever_asked(bool isLeave, bool accepts, string title, NotificationLevel level)
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await WaitingAsync(leader, isLeave);
        var request = (await site.RequestsAsync(group.Id)).Single();
        var path = $"/groupmanagement/request/{(isLeave ? "leave" : "join")}/{(accepts ? "accept" : "reject")}/{request.Id}/";

        var answer = await (await leader.OpenAsync($"{Requests}{(isLeave ? "?kind=leave" : "")}")).SubmitAsync($"form[action='{path}']", partial: true);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(await site.RequestsAsync(group.Id));
        Assert.Equal(isLeave != accepts, await site.IsInAsync(pilot.User, group.Id));
        var entry = (await site.LogAsync(group.Id)).Single();
        Assert.Equal((isLeave ? GroupLogType.Leave : GroupLogType.Join, accepts, leader.User, pilot.User), (entry.Type, entry.IsAccepted, entry.ActorId, entry.UserId));
        Assert.Equal([(level, title)], await site.ToldAsync(pilot.User));
    }

    [Fact, Rule("GRP-040")]
    public async Task A_request_to_join_is_not_granted_as_one_to_leave()
    {
        var leader = await site.MemberAsync();
        var (_, group) = await WaitingAsync(leader);
        var request = (await site.RequestsAsync(group.Id)).Single();

        var answer = await leader.ForgeAsync($"/groupmanagement/request/leave/accept/{request.Id}/");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Empty(await site.LogAsync(group.Id));
    }

    [Fact]
    public async Task Who_does_not_lead_the_group_decides_nothing_however_they_ask()
    {
        var (stranger, other) = (await site.MemberAsync(), await site.MemberAsync());
        await site.GroupAsync(g => g.Leaders = [other.User.Value]);
        var (pilot, group) = await WaitingAsync();
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        foreach (var path in new[] { "join/accept", "join/reject", "leave/accept", "leave/reject" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.ForgeAsync($"/groupmanagement/request/{path}/{id}/")).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await other.ForgeAsync($"/groupmanagement/request/join/accept/{id}/")).Status);
        var many = await other.ForgeAsync($"{Requests}join/decide/", ("request", $"{id}"), ("decision", "accept"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, many.Status);
        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact]
    public async Task A_requestor_whose_state_is_not_admitted_any_more_is_refused_and_stays_waiting()
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await WaitingAsync(leader);
        var page = await leader.OpenAsync(Requests);
        await site.ChangeAsync(group.Id, g => g.States = [site.Guest.Value]);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        var answer = await page.SubmitAsync($"form[action='/groupmanagement/request/join/accept/{id}/']", partial: true);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(site.Say("groupmanagement.decide.notnow.state", pilot.Name, group.Name, "Member"), answer.AllText, StringComparison.Ordinal);
        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        var greyed = (await leader.OpenAsync(Requests)).Find($"#request-{id}");
        Assert.True(greyed.QuerySelector("form button")!.HasAttribute("disabled"));
        Assert.Contains(site.Say("groupmanagement.decide.state", group.Name, "Member"), greyed.TextContent, StringComparison.Ordinal);
    }

    [Fact, Rule("GRP-040")]
    public async Task What_the_requestor_may_request_is_not_asked_again()
    {
        var leader = await site.MemberAsync();
        var guest = await site.GuestAsync();
        var group = await site.GroupAsync(g => (g.IsPublic, g.Leaders) = (true, new[] { leader.User.Value }));
        await guest.ForgeAsync($"/group/request/join/{group.Id}/");
        await site.ChangeAsync(group.Id, g => g.IsPublic = false);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        await leader.ForgeAsync($"/groupmanagement/request/join/accept/{id}/");

        Assert.True(await site.IsInAsync(guest.User, group.Id));
    }

    [Fact, Rule("GRP-041")]
    public async Task A_leader_decides_their_own_request_and_everybody_can_see_that_they_did()
    {
        var leader = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await leader.ForgeAsync($"/group/request/join/{group.Id}/");
        var page = await leader.OpenAsync(Requests);
        Assert.Contains(site.Say("groupmanagement.requests.own"), page.AllText, StringComparison.Ordinal);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        await page.SubmitAsync($"form[action='/groupmanagement/request/join/accept/{id}/']");

        Assert.True(await site.IsInAsync(leader.User, group.Id));
        var log = await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/");
        Assert.Contains(site.Say("groupmanagement.log.own"), log.Text("#log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_leaders_is_told_what_the_first_decided()
    {
        var (first, second) = (await site.MemberAsync(), await site.MemberAsync());
        var (pilot, group) = await WaitingAsync(first, isLeave: false, second);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;
        var page = await second.OpenAsync(Requests);
        await first.ForgeAsync($"/groupmanagement/request/join/reject/{id}/");

        var answer = await page.SubmitAsync($"form[action='/groupmanagement/request/join/accept/{id}/']", partial: true);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(site.Say("groupmanagement.decide.wasrejected", pilot.Name, first.Name, "").Split(" at ")[0], answer.AllText, StringComparison.Ordinal);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Single(await site.LogAsync(group.Id));
    }

    [Fact]
    public async Task Of_two_leaders_at_the_same_moment_one_decides()
    {
        var (first, second) = (await site.MemberAsync(), await site.MemberAsync());
        var (pilot, group) = await WaitingAsync(first, isLeave: false, second);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        await Task.WhenAll(first.ForgeAsync($"/groupmanagement/request/join/accept/{id}/"), second.ForgeAsync($"/groupmanagement/request/join/reject/{id}/"));

        var entry = (await site.LogAsync(group.Id)).Single();
        Assert.Equal(entry.IsAccepted, await site.IsInAsync(pilot.User, group.Id));
        Assert.Single(await site.ToldAsync(pilot.User));
    }

    [Fact]
    public async Task Many_are_decided_at_once_and_each_refusal_is_told()
    {
        var leader = await site.MemberAsync();
        var group = await site.GroupAsync(g => (g.IsPublic, g.Leaders) = (true, new[] { leader.User.Value }));
        GroupPilot[] pilots = [await site.MemberAsync(), await site.MemberAsync(), await site.GuestAsync()];
        foreach (var pilot in pilots)
        {
            await pilot.ForgeAsync($"/group/request/join/{group.Id}/");
        }

        await site.ChangeAsync(group.Id, g => g.States = [site.Member.Value]);
        var ids = (await site.RequestsAsync(group.Id)).Select(r => r.Id).ToList();

        var answer = await leader.ForgeAsync($"{Requests}join/decide/", [.. ids.Select(id => ("request", $"{id}")), ("request", "987654"), ("decision", "accept")]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(await site.IsInAsync(pilots[0].User, group.Id));
        Assert.True(await site.IsInAsync(pilots[1].User, group.Id));
        Assert.False(await site.IsInAsync(pilots[2].User, group.Id));
        Assert.Contains(site.Say("groupmanagement.decide.notnow.state", pilots[2].Name, group.Name, "Guest"), answer.AllText, StringComparison.Ordinal);
        Assert.Equal([pilots[2].User], (await site.RequestsAsync(group.Id)).Select(r => r.UserId));
        var form = (await leader.OpenAsync($"{Requests}?group={group.Id}")).Document;
        Assert.Null(form.QuerySelector("#decide-many"));
    }

    [Fact]
    public async Task Rejecting_many_asks_first_and_accepting_many_does_not()
    {
        var leader = await site.MemberAsync();
        await SpreadAsync(leader, 2);

        var page = await leader.OpenAsync(Requests);

        Assert.NotNull(page.Find("#decide-many").QuerySelector("button[popovertarget=reject-many]:not([name])"));
        Assert.Equal("decide-many", page.Find("#reject-many button[name=decision][value=reject]").GetAttribute("form"));
        Assert.Equal("reject-many", Assert.Single(page.Document.QuerySelectorAll("button[name=decision][value=reject]")).Closest("[popover]")?.Id);
        Assert.Null(page.Find("button[name=decision][value=accept]").Closest("[popover]"));
    }

    [Fact]
    public async Task Many_cost_as_many_statements_as_few()
    {
        var leader = await site.MemberAsync();
        var (few, many) = (await SpreadAsync(leader, 2), await SpreadAsync(leader, 40));
        await leader.ForgeAsync($"{Requests}join/decide/", [.. few.Select(id => ("request", $"{id}")), ("decision", "reject")]);
        few = await SpreadAsync(leader, 2);

        var two = await leader.ForgeAsync($"{Requests}join/decide/", [.. few.Select(id => ("request", $"{id}")), ("decision", "accept")]);
        var forty = await leader.ForgeAsync($"{Requests}join/decide/", [.. many.Select(id => ("request", $"{id}")), ("decision", "accept")]);

        Assert.InRange(forty.Statements, 1, two.Statements);
    }

    [Fact, Rule("GRP-022")]
    public async Task An_old_link_that_decided_at_once_asks_first()
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await WaitingAsync(leader);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        var question = await leader.OpenAsync($"/groupmanagement/request/join/accept/{id}/");

        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Contains(site.Say("groupmanagement.requests.wantsin", pilot.Name, group.Name), question.AllText, StringComparison.Ordinal);
        await question.SubmitAsync("#confirm");
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-034")]
    public async Task Whoever_leads_nothing_has_neither_the_pages_nor_the_menu_entry_and_strangers_sign_in()
    {
        var pilot = await site.MemberAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await pilot.OpenAsync(Requests)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await pilot.OpenAsync("/groupmanagement/membership/")).Status);
        Assert.Null((await pilot.OpenAsync("/groups/")).Document.QuerySelector($"#menu a[href='{Requests}']"));
        Assert.Equal("/account/login/", (await site.NewVisitor().OpenAsync(Requests)).Address.AbsolutePath);
    }

    [Fact, Rule("GRP-035")]
    public async Task The_menu_entry_carries_what_waits_and_no_number_when_nothing_does()
    {
        var leader = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        var before = (await leader.OpenAsync("/groups/")).Find($"#menu a[href='{Requests}']");
        Assert.DoesNotContain(before.TextContent, char.IsDigit);

        await (await site.MemberAsync()).ForgeAsync($"/group/request/join/{group.Id}/");
        var leaving = await site.MemberAsync();
        await site.PutInAsync(group.Id, leaving.User);
        await leaving.ForgeAsync($"/group/request/leave/{group.Id}/");

        Assert.Contains("2", (await leader.OpenAsync("/groups/")).Find($"#menu a[href='{Requests}']").TextContent, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.attention.action"), (await leader.OpenAsync("/dashboard/")).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_frame_costs_a_leader_no_statement_while_nothing_changes()
    {
        var leader = await site.MemberAsync();
        await WaitingAsync(leader);
        await leader.OpenAsync("/groupmanagement/membership/");

        Assert.InRange((await leader.OpenAsync("/groupmanagement/membership/")).Statements, 0, 1);
    }

    [Fact]
    public async Task The_list_of_requests_costs_as_many_statements_for_forty_as_for_two_and_at_most_four()
    {
        var leader = await site.MemberAsync();
        await SpreadAsync(leader, 1);
        await SpreadAsync(leader, 1);
        await site.DeliverEventsAsync();
        await leader.OpenAsync(Requests);
        var two = (await leader.OpenAsync(Requests)).Statements;
        await SpreadAsync(leader, 40);
        await site.DeliverEventsAsync();
        await leader.OpenAsync(Requests);

        var page = await leader.OpenAsync($"{Requests}?size=100");

        Assert.Equal(two, page.Statements);
        Assert.InRange(page.Statements, 1, 4);
        Assert.InRange((await leader.OpenAsync($"{Requests}?q=a")).Statements, 1, 4);
    }

    [Fact]
    public async Task A_decision_whose_node_died_is_carried_out_by_its_event_and_twice_changes_nothing()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync();
        await site.DoAsync(async services =>
        {
            // As far as a node came that noted the decision and died before it acted.
            var rules = await services.GetRequiredService<GroupBook>().FindAsync(group.Id, CancellationToken.None);
            var name = new UserName(pilot.User, pilot.Name);
            services.GetRequiredService<Memberships>().Note(rules!, name, GroupLogType.Join, isAccepted: true, name);
            await services.GetRequiredService<GroupManagementDb>().SaveChangesAsync();
        });
        await site.DeliverEventsAsync();
        Assert.True(await site.IsInAsync(pilot.User, group.Id));

        await site.PutInAsync(group.Id, pilot.User);
        await site.DoAsync(s => s.GetRequiredService<IMediator>().Publish(
            new GroupMembershipDecided(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, pilot.User, group.Id)));

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        Assert.Single(await site.LogAsync(group.Id));
    }

    [Fact]
    public async Task A_request_goes_with_its_group_and_with_its_user()
    {
        var (first, one) = await WaitingAsync();
        var (second, other) = await WaitingAsync();

        await site.SendAsync(new DeleteGroup(one.Id));
        await site.DoAsync(s => s.GetRequiredService<IMediator>().Publish(new UserDeleted(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, second.User)));
        await site.DeliverEventsAsync();

        Assert.Equal(0, await site.DbAsync(db => db.Requests.CountAsync(r => r.UserId == first.User || r.UserId == second.User)));
        Assert.Empty(await site.RequestsAsync(other.Id));
    }

    private async Task<(GroupPilot Pilot, TestGroup Group)> WaitingAsync(GroupPilot? leader = null, bool isLeave = false, GroupPilot? second = null)
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.Leaders = [.. new[] { leader, second }.OfType<GroupPilot>().Select(l => l.User.Value)]);
        if (isLeave)
        {
            await site.PutInAsync(group.Id, pilot.User);
        }

        await pilot.ForgeAsync($"/group/request/{(isLeave ? "leave" : "join")}/{group.Id}/");
        return (pilot, group);
    }

    /// <summary>One pilot's requests to many groups of one leader: a request each, without signing in that many pilots.</summary>
    private async Task<IReadOnlyList<int>> SpreadAsync(GroupPilot leader, int number)
    {
        var pilot = await site.MemberAsync();
        List<int> ids = [];
        for (var i = 0; i < number; i++)
        {
            var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
            await site.DoAsync(async s =>
            {
                var db = s.GetRequiredService<GroupManagementDb>();
                var request = new GroupRequest(group.Id, pilot.User, isLeave: false, DateTimeOffset.UnixEpoch);
                db.Requests.Add(request);
                await db.SaveChangesAsync();
                ids.Add(request.Id);
                await s.GetRequiredService<WaitingRequests>().DropAsync(CancellationToken.None);
            });
        }

        return ids;
    }
}
