using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class ListRequestsTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string Requests = "/groupmanagement/requests/";

    [Fact, Rule("GRP-037"), Rule("GRP-032")]
    public async Task A_leader_sees_the_requests_of_their_groups_on_two_tabs_and_a_manager_all()
    {
        var (leader, manager) = (await site.MemberAsync(), await site.MemberAsync());
        await site.GrantAsync(manager.User, GroupManagementPermissions.ManageAll);
        var (pilot, mine) = await site.WaitingAsync(leader);
        var (_, others) = await site.WaitingAsync();
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
        await site.WaitingAsync(leader);
        await leader.OpenAsync("/groupmanagement/membership/");

        Assert.InRange((await leader.OpenAsync("/groupmanagement/membership/")).Statements, 0, 1);
    }

    [Fact]
    public async Task The_list_of_requests_costs_as_many_statements_for_forty_as_for_two_and_at_most_four()
    {
        var leader = await site.MemberAsync();
        await site.SpreadAsync(leader, 1);
        await site.SpreadAsync(leader, 1);
        await site.DeliverEventsAsync();
        await leader.OpenAsync(Requests);
        var two = (await leader.OpenAsync(Requests)).Statements;
        await site.SpreadAsync(leader, 40);
        await site.DeliverEventsAsync();
        await leader.OpenAsync(Requests);

        var page = await leader.OpenAsync($"{Requests}?size=100");

        Assert.Equal(two, page.Statements);
        Assert.InRange(page.Statements, 1, 4);
        Assert.InRange((await leader.OpenAsync($"{Requests}?q=a")).Statements, 1, 4);
    }

    [Fact]
    public async Task A_request_goes_with_its_group_and_with_its_user()
    {
        var (first, one) = await site.WaitingAsync();
        var (second, other) = await site.WaitingAsync();

        await site.SendAsync(new DeleteGroup(one.Id));
        await site.DoAsync(s => s.GetRequiredService<IMediator>().Publish(new UserDeleted(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, second.User)));
        await site.DeliverEventsAsync();

        Assert.Equal(0, await site.DbAsync(db => db.Requests.CountAsync(r => r.UserId == first.User || r.UserId == second.User)));
        Assert.Empty(await site.RequestsAsync(other.Id));
    }

    [Fact]
    public async Task What_was_decided_stays_in_its_place_with_its_undo_until_the_next_visit()
    {
        var leader = await site.MemberAsync();
        var ids = await site.SpreadAsync(leader, 3);

        var answer = await leader.ForgeAsync($"/groupmanagement/request/join/reject/{ids[1]}/");

        Assert.Equal(ids.Select(id => $"request-{id}"), answer.Document.QuerySelectorAll("#request-table tbody tr").Select(r => r.Id));
        var settled = answer.Find($"#request-{ids[1]}.is-settled");
        Assert.Contains(site.Say("groupmanagement.requests.yourejected"), settled.TextContent, StringComparison.Ordinal);
        Assert.Equal($"/groupmanagement/request/undo/{ids[1]}/", Assert.Single(settled.QuerySelectorAll("form")).GetAttribute("action"));
        Assert.Null(settled.QuerySelector("input[type=checkbox]"));
        Assert.Equal($"{ids[1]}", answer.Find("#requests").GetAttribute("data-kept"));
        Assert.Equal(2, (await leader.OpenAsync(Requests)).Document.QuerySelectorAll("#request-table tbody tr").Length);
    }

    [Fact]
    public async Task Under_a_group_nobody_asks_for_the_list_says_so_and_leads_to_all_groups()
    {
        var leader = await site.MemberAsync();
        await site.WaitingAsync(leader);
        var quiet = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);

        var page = await leader.OpenAsync($"{Requests}?group={quiet.Id}");

        Assert.Contains(site.Say("groupmanagement.requests.notfound"), page.Text("#request-table"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("groupmanagement.requests.none"), page.Text("#request-table"), StringComparison.Ordinal);
        Assert.Equal(Requests, page.Find("#request-table .empty a").GetAttribute("href"));
        Assert.NotEmpty(page.Document.QuerySelectorAll("#requests .chip"));
        Assert.NotNull(page.Document.QuerySelector($"#requests a[href='/groupmanagement/membership/{quiet.Id}/audit-log/']"));
    }
}
