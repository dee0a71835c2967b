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
using Npgsql;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class DecideRequestsTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string Requests = "/groupmanagement/requests/";

    [Theory]
    [InlineData(false, true, "groupmanagement.notice.joinaccepted.title", NotificationLevel.Success)]
    [InlineData(false, false, "groupmanagement.notice.joinrejected.title", NotificationLevel.Danger)]
    [InlineData(true, true, "groupmanagement.notice.leaveaccepted.title", NotificationLevel.Success)]
    [InlineData(true, false, "groupmanagement.notice.leaverejected.title", NotificationLevel.Danger)]
    public async Task Each_decision_ends_the_request_is_logged_and_told_to_whoever_asked(bool isLeave, bool accepts, string title, NotificationLevel level)
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await site.WaitingAsync(leader, isLeave);
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
        var (_, group) = await site.WaitingAsync(leader);
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
        var (pilot, group) = await site.WaitingAsync();
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
        var (pilot, group) = await site.WaitingAsync(leader);
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
        var (pilot, group) = await site.WaitingAsync(first, isLeave: false, second);
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
        var (pilot, group) = await site.WaitingAsync(first, isLeave: false, second);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        await Task.WhenAll(first.ForgeAsync($"/groupmanagement/request/join/accept/{id}/"), second.ForgeAsync($"/groupmanagement/request/join/reject/{id}/"));

        var entry = (await site.LogAsync(group.Id)).Single();
        Assert.Equal(entry.IsAccepted, await site.IsInAsync(pilot.User, group.Id));
        Assert.Single(await site.ToldAsync(pilot.User));
    }

    [Fact, Rule("GRP-022")]
    public async Task An_old_link_that_decided_at_once_asks_first()
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await site.WaitingAsync(leader);
        var id = (await site.RequestsAsync(group.Id)).Single().Id;

        var question = await leader.OpenAsync($"/groupmanagement/request/join/accept/{id}/");

        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Contains(site.Say("groupmanagement.requests.wantsin", pilot.Name, group.Name), question.AllText, StringComparison.Ordinal);
        await question.SubmitAsync("#confirm");
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
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
    public async Task A_decision_carried_out_late_does_not_bring_back_what_was_undone_meanwhile()
    {
        var leader = await site.MemberAsync();
        var (pilot, group) = await site.WaitingAsync(leader);
        await leader.ForgeAsync($"/groupmanagement/request/join/accept/{(await site.RequestsAsync(group.Id)).Single().Id}/");
        await site.DeliverEventsAsync();
        await site.SendAsync(new RemoveFromGroups([new Membership(pilot.User, group.Id)], null, "test"));
        await site.DeliverEventsAsync();
        Task late;
        await using (var other = new NpgsqlConnection(site.ConnectionString + ";Pooling=false"))
        {
            // Another node is just carrying something out for this pilot.
            await other.OpenAsync();
            await using var hold = new NpgsqlCommand($"SELECT pg_advisory_lock({Memberships.LockClass}, {pilot.User})", other);
            await hold.ExecuteNonQueryAsync();
            late = site.DoAsync(s => s.GetRequiredService<Memberships>().SettleAsync([new Membership(pilot.User, group.Id)], CancellationToken.None));
            await Eventually.TrueAsync(
                async () => await site.ReadAsync<long>($"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = {pilot.User}") == 1, "the late one to wait");
            await site.DbAsync(db =>
            {
                db.Log.Add(new GroupLogEntry(group.Id, group.Name, pilot.User, pilot.Name, GroupLogType.Removed, isAccepted: true, leader.User, leader.Name, DateTimeOffset.UnixEpoch));
                return db.SaveChangesAsync();
            });
        }

        await late;

        Assert.False(await site.IsInAsync(pilot.User, group.Id));
    }
}
