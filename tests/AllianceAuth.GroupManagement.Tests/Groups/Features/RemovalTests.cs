using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class RemovalTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Fact, Rule("GRP-047"), Rule("GRP-050"), Rule("GRP-053")]
    public async Task Whoever_has_another_state_leaves_all_groups_that_do_not_list_it_internal_and_public_ones_too()
    {
        var pilot = await site.GuestAsync();
        var intern = await site.GroupAsync(g => (g.IsInternal, g.States) = (true, new[] { site.Member.Value }));
        var everybody = await site.GroupAsync(g => (g.IsPublic, g.States) = (true, new[] { site.Member.Value }));
        var any = await site.GroupAsync();
        await PutInBeforeAsync(pilot, intern, everybody, any);

        await PublishAsync(pilot);

        Assert.False(await site.IsInAsync(pilot.User, intern.Id));
        Assert.False(await site.IsInAsync(pilot.User, everybody.Id));
        Assert.True(await site.IsInAsync(pilot.User, any.Id));
        Assert.Empty(await site.LogAsync(intern.Id));
        Assert.Empty(await site.ToldAsync(pilot.User));
    }

    [Fact, Rule("GRP-048")]
    public async Task Whoever_moves_between_two_admitted_states_stays_and_hearing_of_it_twice_changes_nothing()
    {
        var pilot = await site.GuestAsync();
        var both = await site.GroupAsync(g => g.States = [site.Member.Value, site.Guest.Value]);
        await PutInAllAsync(pilot, both);

        await PublishAsync(pilot);
        await PublishAsync(pilot);

        Assert.True(await site.IsInAsync(pilot.User, both.Id));
    }

    [Fact]
    public async Task A_batch_costs_as_many_statements_as_one_user()
    {
        var group = await site.GroupAsync(g => g.States = [site.Member.Value]);
        GroupPilot[] pilots = [await site.GuestAsync(), await site.GuestAsync(), await site.GuestAsync()];
        foreach (var pilot in pilots)
        {
            await PutInBeforeAsync(pilot, group);
        }

        var one = await CountAsync(pilots[0]);

        var two = await CountAsync(pilots[1], pilots[2]);

        Assert.Equal(one, two);
        foreach (var pilot in pilots)
        {
            Assert.False(await site.IsInAsync(pilot.User, group.Id));
        }
    }

    [Fact, Rule("ADM-011")]
    public async Task Whoever_an_admin_puts_into_a_group_that_does_not_admit_their_state_leaves_it_again()
    {
        var (guest, member) = (await site.GuestAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.States = [site.Member.Value]);

        await site.PutInAsync(group.Id, guest.User, member.User);
        await site.DeliverEventsAsync();

        Assert.False(await site.IsInAsync(guest.User, group.Id));
        Assert.True(await site.IsInAsync(member.User, group.Id));
    }

    [Fact, Rule("GRP-052")]
    public async Task A_user_who_was_switched_off_keeps_their_groups()
    {
        var pilot = await site.GuestAsync();
        var group = await site.GroupAsync(g => g.States = [site.Member.Value]);
        await site.ReadAsync<int>($"UPDATE authentication.users SET is_active = false WHERE id = {pilot.User}");
        await PutInAllAsync(pilot, group);
        await site.DeliverEventsAsync();

        await PublishAsync(pilot);

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-049")]
    public async Task The_job_of_an_edited_group_removes_all_members_in_other_states_and_from_this_group_only()
    {
        var (member, guest) = (await site.MemberAsync(), await site.GuestAsync());
        var edited = await site.GroupAsync(g => g.States = [site.Member.Value]);
        var other = await site.GroupAsync(g => g.States = [site.Member.Value]);
        await PutInBeforeAsync(member, edited, other);
        await PutInBeforeAsync(guest, edited, other);

        await site.RunJobAsync("groupmanagement.remove-ineligible-members", edited.Id.ToString());

        Assert.True(await site.IsInAsync(member.User, edited.Id));
        Assert.False(await site.IsInAsync(guest.User, edited.Id));
        Assert.True(await site.IsInAsync(guest.User, other.Id));
    }

    [Fact, Rule("GRP-051")]
    public async Task Losing_the_right_to_request_costs_no_group_unless_the_setting_says_so()
    {
        var pilot = await site.GuestAsync();
        var group = await site.GroupAsync();
        await PutInAllAsync(pilot, group);

        await PublishAsync(pilot);
        await site.RunJobAsync("groupmanagement.remove-those-without-right");

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-058"), Rule("GRP-057")]
    public async Task Former_members_of_a_deleted_group_are_told_of_by_event_and_users_already_in_a_group_are_not()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync();
        await PutInAllAsync(pilot, group);
        var before = await EventsAsync();
        await PutInAllAsync(pilot, group);
        Assert.Equal(before, await EventsAsync());

        await site.SendAsync(new DeleteGroup(group.Id));

        Assert.Equal(before + 1, await EventsAsync());
        Assert.DoesNotContain((await site.SendAsync(new AccessOf([pilot.User]))).Single().Groups, g => g.Group == group.Id);

        Task<long> EventsAsync() => site.EventsAsync("authentication.group-membership-changed.v1");
    }

    [Fact, Rule("GRP-060")]
    public async Task New_flags_and_leaders_change_nobody_s_membership()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync();
        await PutInAllAsync(pilot, group);

        await site.ChangeAsync(group.Id, g => (g.IsInternal, g.Description, g.Leaders) = (true, "New", [pilot.User.Value]));
        await site.DeliverEventsAsync();

        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    /// <summary>Puts somebody in as if the groups had chosen only afterwards.</summary>
    private async Task PutInBeforeAsync(GroupPilot pilot, params TestGroup[] groups)
    {
        var ids = string.Join(',', groups.Select(g => g.Id));
        await site.ReadAsync<int>($"INSERT INTO authentication.group_members (group_id, user_id, since) SELECT g, {pilot.User}, now() FROM unnest(ARRAY[{ids}]) g");
    }

    private Task PutInAllAsync(GroupPilot pilot, params TestGroup[] groups) =>
        site.SendAsync(new AddToGroups([.. groups.Select(g => new Membership(pilot.User, g.Id))], Actor: null, "test"));

    private Task PublishAsync(params GroupPilot[] pilots) => site.DoAsync(s => s.GetRequiredService<IMediator>().Publish(
        new UserStateChanged(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, [.. pilots.Select(p => p.User)])));

    private async Task<int> CountAsync(params GroupPilot[] pilots)
    {
        var tally = StatementCounter.Begin();
        await site.DoAsync(async s =>
        {
            var handler = s.GetServices<INotificationHandler<UserStateChanged>>().OfType<GroupManagement.Features.RemoveIneligibleMembers.RemoveThoseWhoseStateIsNotAdmitted>().Single();
            await handler.Handle(new UserStateChanged(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, [.. pilots.Select(p => p.User)]), CancellationToken.None);
        });
        return tally.Statements.Count(s => !s.Contains("outbox", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>A site whose settings are the other way round.</summary>
public sealed class StrictGroupSite : GroupSite
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        .. base.Settings,
        new("GroupManagement:AutoLeave", "true"),
        new("GroupManagement:NotifyLeaders", "true"),
        new("GroupManagement:RemoveWithoutRequestPermission", "true"),
    ];
}

public sealed class SettingsTests(StrictGroupSite site) : IClassFixture<StrictGroupSite>
{
    [Fact, Rule("GRP-051"), Rule("GRP-050")]
    public async Task Whoever_may_not_request_groups_any_more_leaves_those_they_could_have_requested()
    {
        var guest = await site.GuestAsync();
        var member = await site.MemberAsync();
        var requested = await site.GroupAsync();
        var everybody = await site.GroupAsync(g => g.IsPublic = true);
        var intern = await site.GroupAsync(g => g.IsInternal = true);
        foreach (var group in new[] { requested, everybody, intern })
        {
            await site.PutInAsync(group.Id, guest.User, member.User);
        }

        await site.DeliverEventsAsync();

        Assert.False(await site.IsInAsync(guest.User, requested.Id));
        Assert.True(await site.IsInAsync(guest.User, everybody.Id));
        Assert.True(await site.IsInAsync(guest.User, intern.Id));
        Assert.True(await site.IsInAsync(member.User, requested.Id));
    }

    [Fact, Rule("GRP-051")]
    public async Task A_group_that_keeps_itself_is_not_left_by_whom_it_would_take_in_again()
    {
        var guest = await site.GuestAsync();
        var smart = await site.GroupAsync();
        await site.DbAsync(async db =>
        {
            db.SmartGroups.Add(new SmartGroup(smart.Id) { Mode = SmartGroupMode.Automatic, Expression = new FilterLeaf("authentication.filter.state", FilterParameters.Of("states", site.Guest.ToString())) });
            return await db.SaveChangesAsync();
        });
        await site.ChangeAsync(smart.Id, g => g.Description = "Kept.");
        await site.PutInAsync(smart.Id, guest.User);
        var since = await SinceAsync();
        Assert.NotEqual(default, since);

        await site.DeliverEventsAsync();
        await site.RunJobAsync("groupmanagement.remove-those-without-right");

        Assert.Equal(since, await SinceAsync());

        // Whoever was taken out and in again is a member since later.
        Task<DateTime> SinceAsync() => site.ReadAsync<DateTime>($"SELECT since FROM authentication.group_members WHERE group_id = {smart.Id} AND user_id = {guest.User}");
    }

    [Fact, Rule("GRP-054"), Rule("GRP-036"), Rule("GRP-056")]
    public async Task Leaders_and_members_of_leader_groups_hear_of_a_request_and_managers_do_not()
    {
        var (leader, officer, manager, pilot) = (await site.MemberAsync(), await site.MemberAsync(), await site.MemberAsync(), await site.MemberAsync());
        await site.GrantAsync(manager.User, GroupManagementPermissions.ManageAll);
        var officers = await site.GroupAsync(g => g.IsInternal = true);
        await site.PutInAsync(officers.Id, officer.User);
        var group = await site.GroupAsync(g => (g.Leaders, g.LeaderGroups) = (new[] { leader.User.Value }, new[] { officers.Id.Value }));

        await pilot.ForgeAsync($"/group/request/join/{group.Id}/");

        Assert.Equal([(NotificationLevel.Info, "groupmanagement.notice.join.title")], await site.ToldAsync(leader.User));
        Assert.Equal([(NotificationLevel.Info, "groupmanagement.notice.join.title")], await site.ToldAsync(officer.User));
        Assert.Empty(await site.ToldAsync(manager.User));
    }

    [Fact, Rule("GRP-055")]
    public async Task Without_leaders_nobody_is_told_and_the_request_waits()
    {
        var pilot = await site.MemberAsync();
        var group = await site.GroupAsync();

        await pilot.ForgeAsync($"/group/request/join/{group.Id}/");
        await site.DeliverEventsAsync();

        Assert.Single(await site.RequestsAsync(group.Id));
        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM groupmanagement.outbox WHERE attempts > 0"));
    }

    [Fact, Rule("GRP-027"), Rule("GRP-038")]
    public async Task Where_nobody_has_to_ask_to_leave_the_tab_is_there_only_for_old_requests()
    {
        var (leader, pilot) = (await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync(g => g.Leaders = [leader.User.Value]);
        await site.PutInAsync(group.Id, pilot.User);
        await (await pilot.OpenAsync("/groups/?size=200")).SubmitAsync($"{group.Card} form", partial: true);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
        Assert.Equal(pilot.User, (await site.LogAsync(group.Id)).Single().ActorId);
        Assert.Null((await leader.OpenAsync("/groupmanagement/requests/")).Document.QuerySelector(".tabs a[href$='kind=leave']"));

        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<Data.GroupManagementDb>();
            db.Requests.Add(new GroupManagement.Domain.GroupRequest(group.Id, leader.User, isLeave: true, DateTimeOffset.UnixEpoch));
            await db.SaveChangesAsync();
            await s.GetRequiredService<Data.WaitingRequests>().DropAsync(CancellationToken.None);
        });

        Assert.NotNull((await leader.OpenAsync("/groupmanagement/requests/")).Document.QuerySelector(".tabs a[href$='kind=leave']"));
    }
}
