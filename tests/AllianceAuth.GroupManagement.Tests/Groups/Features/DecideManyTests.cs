using System.Net;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class DecideManyTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string Requests = "/groupmanagement/requests/";

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
        await site.SpreadAsync(leader, 2);

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
        var (few, many) = (await site.SpreadAsync(leader, 2), await site.SpreadAsync(leader, 40));
        await leader.ForgeAsync($"{Requests}join/decide/", [.. few.Select(id => ("request", $"{id}")), ("decision", "reject")]);
        few = await site.SpreadAsync(leader, 2);

        var two = await leader.ForgeAsync($"{Requests}join/decide/", [.. few.Select(id => ("request", $"{id}")), ("decision", "accept")]);
        await site.DeliverEventsAsync();
        var forty = await leader.ForgeAsync($"{Requests}join/decide/", [.. many.Select(id => ("request", $"{id}")), ("decision", "accept")]);

        Assert.InRange(forty.Statements, 1, two.Statements);
    }

    [Fact]
    public async Task Many_decisions_are_taken_back_by_one_undo()
    {
        var leader = await site.MemberAsync();
        var ids = await site.SpreadAsync(leader, 3);
        var answer = await leader.ForgeAsync($"{Requests}join/decide/", [.. ids.Select(id => ("request", $"{id}")), ("decision", "reject")]);
        await site.DeliverEventsAsync();

        var undone = await leader.ForgeAsync(answer.Find("[data-toast] form[data-undo]").GetAttribute("action")!);

        Assert.Equal(HttpStatusCode.OK, undone.Status);
        Assert.Contains(site.Say("groupmanagement.undo.many", "3"), undone.AllText, StringComparison.Ordinal);
        Assert.Equal(3, (await leader.OpenAsync(Requests)).Document.QuerySelectorAll("#request-table tbody tr").Length);
    }

    [Fact]
    public async Task An_undo_of_many_takes_nothing_back_that_others_decided()
    {
        var (leader, stranger) = (await site.MemberAsync(), await site.MemberAsync());
        await site.GroupAsync(g => g.Leaders = [stranger.User.Value]);
        var ids = await site.SpreadAsync(leader, 2);
        await leader.ForgeAsync($"{Requests}join/decide/", [.. ids.Select(id => ("request", $"{id}")), ("decision", "reject")]);

        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.ForgeAsync($"{Requests}undo/?requests={string.Join('-', ids)}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await leader.ForgeAsync($"{Requests}undo/?requests=x-999999999")).Status);
        Assert.Empty((await leader.OpenAsync(Requests)).Document.QuerySelectorAll("#request-table tbody tr"));
    }
}
