using System.Net;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class MembersAndLogTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Fact, Rule("GRP-042")]
    public async Task The_overview_lists_what_can_be_managed_with_members_and_the_link_to_hand_out()
    {
        var leader = await site.MemberAsync();
        var group = await site.GroupAsync(g => (g.Leaders, g.IsHidden, g.Description) = (new[] { leader.User.Value }, true, "Eyes on the gate."));
        var intern = await site.GroupAsync(g => (g.Leaders, g.IsInternal) = (new[] { leader.User.Value }, true));
        var others = await site.GroupAsync();
        await site.PutInAsync(group.Id, leader.User);

        var page = await leader.OpenAsync("/groupmanagement/membership/");
        var row = page.Document.QuerySelectorAll("#memberships tbody tr").Single();

        Assert.Contains("Eyes on the gate.", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.flag.hidden"), row.TextContent, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.card.request"), row.TextContent, StringComparison.Ordinal);
        Assert.EndsWith($"/group/request/join/{group.Id}/", row.QuerySelector("[data-copy]")!.GetAttribute("data-copy")!, StringComparison.Ordinal);
        Assert.NotNull(row.QuerySelector($"a[href='/groupmanagement/membership/{group.Id}/audit-log/']"));
        Assert.DoesNotContain(intern.Name, page.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(others.Name, page.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("GRP-043")]
    public async Task Members_are_sorted_by_their_mains_and_leaders_bear_a_star()
    {
        var leader = await site.MemberAsync();
        GroupPilot[] pilots = [await site.MemberAsync(), await site.MemberAsync(), await site.GuestAsync()];
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await site.PutInAsync(group.Id, [leader.User, .. pilots.Select(p => p.User)]);

        var page = await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/");
        var names = page.Document.QuerySelectorAll("#member-table tbody .pilot b").Select(b => b.TextContent).ToList();

        Assert.Equal(4, names.Count);
        Assert.Equal(await SortedAsync(names), names);
        Assert.Equal([leader.Name], page.Document.QuerySelectorAll("#member-table tbody tr:has(.fa-star) .pilot b").Select(b => b.TextContent));
        Assert.Equal([pilots[0].Name], (await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/?q={Uri.EscapeDataString(pilots[0].Name)}")).Document.QuerySelectorAll("#member-table tbody .pilot b").Select(b => b.TextContent));
    }

    [Fact, Rule("GRP-043"), Rule("GRP-045")]
    public async Task Members_and_log_of_groups_one_does_not_manage_or_that_are_internal_are_closed()
    {
        var leader = await site.MemberAsync();
        await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        var intern = await site.GroupAsync(g => (g.Leaders, g.IsInternal) = (new[] { leader.User.Value }, true));
        var others = await site.GroupAsync();

        foreach (var (id, status) in new[] { (intern.Id.Value, HttpStatusCode.Forbidden), (others.Id.Value, HttpStatusCode.Forbidden), (987_654, HttpStatusCode.NotFound) })
        {
            Assert.Equal(status, (await leader.OpenAsync($"/groupmanagement/membership/{id}/")).Status);
            Assert.Equal(status, (await leader.OpenAsync($"/groupmanagement/membership/{id}/audit-log/")).Status);
            Assert.Equal(status, (await leader.ForgeAsync($"/groupmanagement/membership/{id}/remove/{leader.User}/")).Status);
        }
    }

    [Fact, Rule("GRP-044")]
    public async Task A_removed_member_is_out_in_the_log_and_not_told_and_the_removal_can_be_undone()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await site.PutInAsync(group.Id, pilot.User);
        var page = await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/");

        var answer = await page.SubmitAsync($"#member-{pilot.User} form", partial: true);

        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Equal((GroupLogType.Removed, true, leader.User), (await site.LogAsync(group.Id)).Select(l => (l.Type, l.IsAccepted, l.ActorId)).Single());
        Assert.Empty(await site.ToldAsync(pilot.User));

        var again = await page.SubmitAsync($"#member-{pilot.User} form", partial: true);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(site.Say("groupmanagement.member.notmember", pilot.Name, group.Name), again.AllText, StringComparison.Ordinal);

        await answer.SubmitAsync("form[data-undo]", partial: true);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact]
    public async Task The_search_box_leads_to_the_requests_of_whoever_decides_some_and_nobody_else()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        await site.GroupAsync(g => g.Leaders = [leader.User.Value]);

        Assert.NotNull((await leader.OpenAsync("/search/?q=requests")).Document.QuerySelector("main a[href='/groupmanagement/requests/']"));
        Assert.Null((await pilot.OpenAsync("/search/?q=requests")).Document.QuerySelector("main a[href='/groupmanagement/requests/']"));
    }

    [Fact]
    public async Task Nobody_is_put_into_a_group_by_an_undo_of_what_never_happened()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);

        var answer = await leader.ForgeAsync($"/groupmanagement/membership/{group.Id}/restore/{pilot.User}/");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-001"), Rule("GRP-045")]
    public async Task The_log_says_what_was_asked_what_was_decided_and_by_whom_newest_first()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await AskAndDecideAsync("join", "reject");
        await AskAndDecideAsync("join", "accept");
        await AskAndDecideAsync("leave", "reject");
        await leader.ForgeAsync($"/groupmanagement/membership/{group.Id}/remove/{pilot.User}/");

        var page = await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/");

        Assert.Equal(
            [("Removed", "Removed"), ("Leave", "Reject"), ("Join", "Accept"), ("Join", "Reject")],
            page.Document.QuerySelectorAll("#log tbody tr").Select(r => (r.Children[3].TextContent.Trim(), r.Children[4].TextContent.Trim())));
        Assert.All(page.Document.QuerySelectorAll("#log tbody tr"), r => Assert.Equal(leader.Name, r.Children[5].TextContent.Trim()));
        Assert.Equal(2, (await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/?type=join")).Document.QuerySelectorAll("#log tbody tr").Length);
        Assert.Equal(2, (await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/?action=reject")).Document.QuerySelectorAll("#log tbody tr").Length);
        var csv = await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/?format=csv");
        Assert.Equal("text/csv", csv.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(5, csv.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(pilot.Name, csv.Body, StringComparison.Ordinal);

        async Task AskAndDecideAsync(string kind, string verb)
        {
            await pilot.ForgeAsync($"/group/request/{kind}/{group.Id}/");
            await leader.ForgeAsync($"/groupmanagement/request/{kind}/{verb}/{(await site.RequestsAsync(group.Id)).Single().Id}/");
        }
    }

    [Fact, Rule("GRP-002")]
    public async Task The_log_shows_the_main_of_today_beside_the_user_name_of_then()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await NoteAsync(group, pilot.User, "name_of_then");

        var row = (await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/")).Find("#log tbody tr");

        Assert.Equal(pilot.Name, row.QuerySelector(".pilot b")!.TextContent);
        Assert.Equal("name_of_then", row.Children[2].TextContent.Trim());
    }

    [Fact, Rule("GRP-003")]
    public async Task The_log_keeps_those_who_are_gone_by_name()
    {
        var leader = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await NoteAsync(group, new UserId(987_654), "gone_pilot");

        var page = await leader.OpenAsync($"/groupmanagement/membership/{group.Id}/audit-log/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("gone_pilot", page.Find("#log tbody tr").Children[1].TextContent.Trim());
    }

    [Fact]
    public async Task Member_list_and_log_cost_at_most_four_statements()
    {
        var leader = await site.MemberAsync();
        var officers = await site.GroupAsync();
        var group = await site.GroupAsync(g => (g.Leaders, g.LeaderGroups) = (new[] { leader.User.Value }, new[] { officers.Id.Value }));
        await site.PutInAsync(group.Id, leader.User, (await site.MemberAsync()).User, (await site.MemberAsync()).User);
        await site.DeliverEventsAsync();
        foreach (var address in new[] { $"/groupmanagement/membership/{group.Id}/", $"/groupmanagement/membership/{group.Id}/audit-log/", "/groupmanagement/membership/" })
        {
            await leader.OpenAsync(address);

            Assert.InRange((await leader.OpenAsync(address)).Statements, 0, 4);
        }
    }

    [Fact]
    public async Task The_search_box_finds_groups_one_may_know_of()
    {
        var (pilot, leader) = (await site.MemberAsync(), await site.MemberAsync());
        var open = await site.GroupAsync(name: "Zephyr scouts");
        var hidden = await site.GroupAsync(g => (g.IsHidden, g.Leaders) = (true, new[] { leader.User.Value }), "Zephyr hidden");
        await site.GroupAsync(g => g.IsInternal = true, "Zephyr internal");

        var found = (await pilot.OpenAsync("/search/?q=zephyr")).AllText;
        var foundByLeader = await leader.OpenAsync("/search/?q=zephyr");

        Assert.Contains(open.Name, found, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden.Name, found, StringComparison.Ordinal);
        Assert.DoesNotContain("Zephyr internal", foundByLeader.AllText, StringComparison.Ordinal);
        Assert.NotNull(foundByLeader.Document.QuerySelector($"a[href='/groupmanagement/membership/{hidden.Id}/']"));
    }

    private Task NoteAsync(TestGroup group, UserId user, string name) => site.DoAsync(async s =>
    {
        var db = s.GetRequiredService<Data.GroupManagementDb>();
        db.Log.Add(new GroupLogEntry(group.Id, group.Name, user, name, GroupLogType.Join, isAccepted: true, user, name, DateTimeOffset.UnixEpoch));
        await db.SaveChangesAsync();
    });

    // As the database sorts: the site sorts and pages there.
    private async Task<IReadOnlyList<string>> SortedAsync(IReadOnlyList<string> names) =>
        (await site.ReadAsync<string[]>($"SELECT array_agg(n ORDER BY n) FROM unnest(ARRAY[{string.Join(',', names.Select(n => $"'{n.Replace("'", "''", StringComparison.Ordinal)}'"))}]::varchar[]) AS n"))!;
}
