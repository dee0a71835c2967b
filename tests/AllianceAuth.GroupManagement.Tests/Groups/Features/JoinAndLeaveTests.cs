using System.Net;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class JoinAndLeaveTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Fact, Rule("GRP-018"), Rule("GRP-025")]
    public async Task An_open_group_is_joined_and_left_by_one_click_each_and_both_are_in_the_log()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.IsOpen = true);

        var joined = await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form", partial: true);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        var left = await joined.SubmitAsync($"{group.Card} form", partial: true);

        Assert.Equal(HttpStatusCode.OK, left.Status);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Equal(
            [(GroupLogType.Join, true, pilot.User), (GroupLogType.Leave, true, pilot.User)],
            (await site.LogAsync(group.Id)).Select(l => (l.Type, l.IsAccepted, l.ActorId)));
        Assert.Empty(await site.ToldAsync(pilot.User));
    }

    [Fact]
    public async Task Without_script_the_list_is_shown_again_with_what_was_done()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.IsOpen = true);

        var page = await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form");

        Assert.Equal("/groups/", page.Address.AbsolutePath);
        Assert.Contains(site.Say("groupmanagement.join.done", group.Name), page.AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.card.joined"), page.Text(group.Card), StringComparison.Ordinal);
    }

    [Fact, Rule("GRP-020"), Rule("GRP-054")]
    public async Task Other_groups_put_the_wish_before_their_leaders_who_are_told_only_where_the_setting_says_so()
    {
        var (pilot, leader) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);

        var card = await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form", partial: true);

        Assert.Contains(site.Say("groupmanagement.card.waiting"), card.Text(group.Card), StringComparison.Ordinal);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Equal([(pilot.User, false)], (await site.RequestsAsync(group.Id)).Select(r => (r.UserId, r.IsLeave)));
        Assert.Empty(await site.ToldAsync(leader.User));
        Assert.Empty(await site.LogAsync(group.Id));
    }

    [Fact, Rule("GRP-019")]
    public async Task Two_clicks_at_once_are_one_request()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync();
        var page = await pilot.OpenAsync("/groups/?size=200");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => page.SubmitAsync($"{group.Card} form", partial: true)));

        Assert.Single(await site.RequestsAsync(group.Id));
        var again = await pilot.ForgeAsync($"/group/request/join/{group.Id}/");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal(site.Say("groupmanagement.join.pending", group.Name), again.Text("[role=alert] p"));
    }

    [Fact]
    public async Task Two_clicks_at_once_into_an_open_group_are_one_membership()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.IsOpen = true);
        var page = await pilot.OpenAsync("/groups/?size=200");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => page.SubmitAsync($"{group.Card} form", partial: true)));
        await site.DeliverEventsAsync();

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact]
    public async Task A_pilot_takes_their_own_request_back()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync();
        var asked = await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form", partial: true);

        var card = await asked.SubmitAsync($"{group.Card} form", partial: true);

        Assert.Equal(HttpStatusCode.OK, card.Status);
        Assert.Empty(await site.RequestsAsync(group.Id));
        var late = await asked.SubmitAsync($"{group.Card} form", partial: true);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Equal(site.Say("groupmanagement.withdraw.none", group.Name), late.Text("[role=alert] p"));
    }

    [Fact, Rule("GRP-014"), Rule("GRP-015")]
    public async Task A_card_that_went_stale_answers_with_the_reason()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.IsOpen = true);
        var page = await pilot.OpenAsync("/groups/?size=200");
        await site.ChangeAsync(group.Id, g => g.States = [site.Guest.Value]);

        var card = await page.SubmitAsync($"{group.Card} form", partial: true);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, card.Status);
        Assert.Equal(site.Say("groupmanagement.join.state", group.Name, "Member"), card.Text("[role=alert] p"));
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-013"), Rule("GRP-021")]
    public async Task What_one_may_not_see_answers_as_what_does_not_exist()
    {
        var pilot = await site.MemberAsync();
        var secret = await site.GroupAsync(g => g.IsInternal = true);
        var hidden = await site.GroupAsync(g => (g.IsHidden, g.States) = (true, new[] { site.Guest.Value }));

        var answers = new List<string>();
        foreach (var id in new[] { secret.Id.Value, hidden.Id.Value, 987_654 })
        {
            foreach (var address in new[] { $"/group/request/join/{id}/", $"/group/request/leave/{id}/", $"/group/request/withdraw/{id}/" })
            {
                var answer = await pilot.ForgeAsync(address);
                Assert.Equal(HttpStatusCode.NotFound, answer.Status);
                answers.Add(answer.AllText);
            }

            Assert.Equal(HttpStatusCode.NotFound, (await pilot.OpenAsync($"/group/request/join/{id}/")).Status);
        }

        Assert.Single(answers.Distinct());
        Assert.DoesNotContain(answers, a => a.Contains(secret.Name, StringComparison.Ordinal));
    }

    [Fact, Rule("GRP-012"), Rule("GRP-022")]
    public async Task The_direct_link_to_a_hidden_group_asks_first_and_changes_nothing_by_itself()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => (g.IsHidden, g.IsOpen, g.Description) = (true, true, "Cloaks only."));

        var question = await pilot.OpenAsync($"/group/request/join/{group.Id}/");
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Contains("Cloaks only.", question.AllText, StringComparison.Ordinal);
        await question.SubmitAsync("#confirm");

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        var leaving = await pilot.OpenAsync($"/group/request/leave/{group.Id}/");
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        await leaving.SubmitAsync("#confirm");
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-010"), Rule("GRP-011"), Rule("GRP-017")]
    public async Task The_list_shows_what_can_be_joined_and_to_guests_only_what_is_public()
    {
        var (member, guest) = (await site.MemberAsync(), await site.GuestAsync());
        var plain = await site.GroupAsync();
        var everybody = await site.GroupAsync(g => g.IsPublic = true);
        var hidden = await site.GroupAsync(g => g.IsHidden = true);
        var intern = await site.GroupAsync(g => g.IsInternal = true);
        var guests = await site.GroupAsync(g => (g.IsPublic, g.States) = (true, new[] { site.Guest.Value }));

        Assert.Equal([plain.Id, everybody.Id], await ListedAsync(member, plain, everybody, hidden, intern, guests));
        Assert.Equal([everybody.Id, guests.Id], await ListedAsync(guest, plain, everybody, hidden, intern, guests));
        var refused = await guest.ForgeAsync($"/group/request/join/{plain.Id}/");
        Assert.Equal(site.Say("groupmanagement.join.permission", plain.Name), refused.Text("[role=alert] p"));
    }

    [Fact, Rule("GRP-016"), Rule("GRP-024")]
    public async Task Joining_twice_and_leaving_twice_are_told_apart_from_success()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.IsOpen = true);
        await site.PutInAsync(group.Id, pilot.User);

        Assert.Equal(site.Say("groupmanagement.join.member", group.Name), (await pilot.ForgeAsync($"/group/request/join/{group.Id}/")).Text("[role=alert] p"));
        await pilot.ForgeAsync($"/group/request/leave/{group.Id}/");
        Assert.Equal(site.Say("groupmanagement.leave.notmember", group.Name), (await pilot.ForgeAsync($"/group/request/leave/{group.Id}/")).Text("[role=alert] p"));
    }

    [Fact, Rule("GRP-023")]
    public async Task A_member_of_an_internal_group_is_told_that_it_cannot_be_left()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.IsInternal = true);
        await site.PutInAsync(group.Id, pilot.User);

        Assert.Equal(site.Say("groupmanagement.leave.internal", group.Name), (await pilot.ForgeAsync($"/group/request/leave/{group.Id}/")).Text("[role=alert] p"));
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-028"), Rule("GRP-029"), Rule("GRP-026")]
    public async Task Leaving_a_group_that_is_not_open_waits_for_a_leader_whatever_the_state()
    {
        var pilot = await site.GuestAsync();
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, pilot.User);
        await site.DeliverEventsAsync();
        await site.ChangeAsync(group.Id, g => g.States = [site.Member.Value]);

        await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form", partial: true);

        Assert.Equal([(pilot.User, true)], (await site.RequestsAsync(group.Id)).Select(r => (r.UserId, r.IsLeave)));
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        Assert.Equal(site.Say("groupmanagement.leave.pending", group.Name), (await pilot.ForgeAsync($"/group/request/leave/{group.Id}/")).Text("[role=alert] p"));
    }

    [Fact, Rule("GRP-046")]
    public async Task A_card_shows_who_leads_and_to_leaders_what_waits()
    {
        var (pilot, leader) = (await site.MemberAsync(), await site.MemberAsync());
        var officers = await site.GroupAsync(g => g.IsInternal = true, "Officers of the card");
        var group = await site.GroupAsync(g => (g.Leaders, g.LeaderGroups) = (new[] { leader.User.Value }, new[] { officers.Id.Value }));
        await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form", partial: true);

        var card = (await leader.OpenAsync("/groups/?size=200")).Find(group.Card);

        Assert.Contains("Officers of the card", card.TextContent, StringComparison.Ordinal);
        Assert.NotNull(card.QuerySelector($".faces img[alt*='{leader.Name}']"));
        Assert.NotNull(card.QuerySelector($"a[href='/groupmanagement/requests/?group={group.Id}']"));
        Assert.Null((await pilot.OpenAsync("/groups/?size=200")).Find(group.Card).QuerySelector("a[href^='/groupmanagement']"));
    }

    [Fact]
    public async Task A_description_keeps_its_line_breaks_links_its_addresses_and_stays_text()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync(g => g.Description = "Read https://wiki.example.test/logi.\n<b>Now</b>");

        var card = (await pilot.OpenAsync("/groups/?size=200")).Find(group.Card);

        Assert.Equal("https://wiki.example.test/logi", card.QuerySelector("p.preformatted a")!.GetAttribute("href"));
        Assert.Contains("\n<b>Now</b>", card.QuerySelector("p.preformatted")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_costs_as_many_statements_for_a_hundred_groups_as_for_one()
    {
        var pilot = await site.MemberAsync();
        var leader = await site.MemberAsync();
        for (var i = 0; i < 60; i++)
        {
            await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        }

        await pilot.OpenAsync("/groups/?size=200");

        var page = await pilot.OpenAsync("/groups/?size=200");

        Assert.True(page.Document.QuerySelectorAll("article.card").Length > 55);
        Assert.InRange(page.Statements, 1, 4);
    }

    private static async Task<IEnumerable<Shared.Access.GroupId>> ListedAsync(GroupPilot pilot, params TestGroup[] groups)
    {
        var page = await pilot.OpenAsync("/groups/?size=200");
        return groups.Where(g => page.Document.QuerySelector(g.Card) is not null).Select(g => g.Id);
    }
}
