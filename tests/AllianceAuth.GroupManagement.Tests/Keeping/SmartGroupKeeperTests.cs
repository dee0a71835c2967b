using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

public sealed class SmartGroupKeeperTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private const string Warned = "groupmanagement.smart.notice.warned.title";
    private const string Ended = "groupmanagement.smart.notice.ended.title";
    private const string Held = "groupmanagement.smart.notice.held.title";

    [Fact]
    public async Task An_automatic_group_follows_the_state_of_its_pilots()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var user = await site.UserAsync(new StateId(1), null);

        await site.SetAsync([user], $"state = {state}");
        await ChangedAsync(user);
        Assert.Equal([user], await site.MembersAsync(group));

        await site.SetAsync([user], "state = 1");
        await ChangedAsync(user);
        Assert.Empty(await site.MembersAsync(group));
        Assert.Equal([Ended], await site.TitlesToAsync(user));
    }

    [Fact]
    public async Task Who_passes_again_before_the_removal_is_carried_out_stays()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var (back, gone) = (await site.UserAsync(state, null), await site.UserAsync(state, null));
        await site.KeepAllAsync();
        await site.SetAsync([back, gone], "state = 1");
        var ended = await site.AskAsync(async services =>
        {
            var db = services.GetRequiredService<GroupManagementDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await services.GetRequiredService<SmartGroupKeeper>().KeepAsync([back, gone], group, new HashSet<UserId>(), CancellationToken.None);
            var lapses = await db.Lapses.AsNoTracking().Where(l => l.GroupId == group && l.Stage == LapseStage.Ended).Select(l => l.UserId).ToListAsync();
            await db.Database.ExecuteSqlAsync($"DELETE FROM groupmanagement.outbox");
            await transaction.CommitAsync();
            return lapses;
        });
        Assert.Equal(new[] { back, gone }.ToHashSet(), ended.ToHashSet());

        await site.SetAsync([back], $"state = {state}");
        await site.PublishAsync(new SmartMembersEnded(Guid.CreateVersion7(), site.Now, group, [back, gone]));

        Assert.Equal([back], await site.MembersAsync(group));
        Assert.Equal([Ended], await site.TitlesToAsync(gone));
        Assert.Empty(await site.TitlesToAsync(back));
    }

    [Fact]
    public async Task A_gate_removes_who_fails_but_takes_in_nobody_by_itself()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), SmartGroupMode.Gate);
        var (inside, outside) = (await site.UserAsync(state, null), await site.UserAsync(state, null));
        await AddAsync(group, inside);
        await site.KeepAllAsync();
        Assert.Equal([inside], await site.MembersAsync(group));

        await site.SetAsync([inside, outside], "state = 1");
        await ChangedAsync(inside, outside);
        Assert.Empty(await site.MembersAsync(group));
    }

    [Fact]
    public async Task A_grace_period_warns_once_waits_and_then_ends_the_membership()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");

        await ChangedAsync(user);
        await site.KeepAllAsync();
        Assert.Equal([user], await site.MembersAsync(group));
        Assert.Equal([Warned], await site.TitlesToAsync(user));

        site.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        await site.KeepAllAsync();
        Assert.Empty(await site.MembersAsync(group));
        Assert.Equal([Warned, Ended], await site.TitlesToAsync(user));
    }

    [Fact]
    public async Task Who_passes_again_within_the_grace_period_stays_and_is_warned_anew_the_next_time()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();

        foreach (var now in new[] { 1, state.Value, 1 })
        {
            await site.SetAsync([user], $"state = {now}");
            await ChangedAsync(user);
        }

        Assert.Equal([user], await site.MembersAsync(group));
        Assert.Equal([Warned, Warned], await site.TitlesToAsync(user));
    }

    [Fact]
    public async Task A_filter_that_nobody_can_answer_takes_nothing_away_and_gives_nothing()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(new FilterBranch(FilterJoin.All, [KeepingSite.InState(state), new FilterLeaf("gone.filter.module", FilterParameters.None)]));
        var (inside, outside) = (await site.UserAsync(state, null), await site.UserAsync(state, null));
        await AddAsync(group, inside);

        await site.KeepAllAsync();

        Assert.Equal([inside], await site.MembersAsync(group));
        Assert.Empty(await site.TitlesToAsync(outside));
    }

    [Fact]
    public async Task While_ESI_is_down_time_in_corporation_is_unknown_and_nobody_is_removed()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(new FilterLeaf("authentication.filter.tenure", FilterParameters.Of("days", "30")), SmartGroupMode.Gate);
        var members = await site.UsersAsync(40, state, 98_000_001);
        await AddAsync(group, [.. members]);

        await site.KeepAllAsync();

        Assert.Equal(40, (await site.MembersAsync(group)).Count);
        Assert.All(members.Take(3), m => Assert.Empty(site.TitlesToAsync(m).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task A_filter_that_empties_a_group_is_held_the_leaders_are_told_and_nobody_is_removed()
    {
        var (state, leader) = (await site.StateAsync(), await site.UserAsync(new StateId(1), null));
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), leaders: [leader]);
        var members = await site.UsersAsync(30, state, null);
        await site.KeepAllAsync();

        await site.SetAsync(members, "state = 1");
        await ChangedAsync([.. members]);
        await site.KeepAllAsync();

        Assert.Equal(30, (await site.MembersAsync(group)).Count);
        Assert.Equal([Held], await site.TitlesToAsync(leader));
        Assert.Empty(await site.TitlesToAsync(members[0]));
        Assert.NotNull(await HeldSinceAsync(group));

        // All is well again: the hold ends by itself.
        await site.SetAsync(members, $"state = {state}");
        await ChangedAsync([.. members]);
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
            await ChangedAsync(step);
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
        await ChangedAsync([.. members]);
        var seen = members.Take(20).ToHashSet();

        await LookAsync(group, seen);
        await site.DeliverEventsAsync();

        Assert.Equal(20, (await site.MembersAsync(group)).Count);
        Assert.Equal([Ended], await site.TitlesToAsync(members[0]));
        Assert.Empty(await site.TitlesToAsync(members[39]));
    }

    [Fact]
    public async Task The_end_of_a_membership_told_twice_ends_it_once_and_spares_who_passes_again()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");
        await ChangedAsync(user);
        // The site's own look may still be at it: one for everybody waits for it.
        await site.KeepAllAsync();
        await site.SetAsync([user], $"state = {state}");
        await ChangedAsync(user);
        await site.KeepAllAsync();

        await site.PublishAsync(new Contracts.SmartMembersEnded(Guid.CreateVersion7(), site.Now, group, [user]));

        Assert.Equal([user], await site.MembersAsync(group));
    }

    [Fact]
    public async Task Two_looks_at_once_warn_once()
    {
        var state = await site.StateAsync();
        await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.RunJobAsync("groupmanagement.keep-groups")));
        await site.DeliverEventsAsync();

        Assert.Equal([Warned], await site.TitlesToAsync(user));
    }

    [Fact]
    public async Task A_user_who_is_switched_off_keeps_what_they_had_and_gets_nothing()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var (inside, outside) = (await site.UserAsync(state, null), await site.UserAsync(state, null));
        await site.SetAsync([outside], "is_active = false");
        await site.KeepAllAsync();

        await site.SetAsync([inside], "is_active = false, state = 1");
        await ChangedAsync(inside);

        Assert.Equal([inside], await site.MembersAsync(group));
    }

    [Fact]
    public async Task A_state_list_of_the_group_itself_still_counts()
    {
        var (state, other) = (await site.StateAsync(), await site.StateAsync());
        var group = await site.SmartGroupAsync(KeepingSite.InState(state, other));
        await site.DbAsync(async db =>
        {
            (await db.Groups.SingleAsync(g => g.Id == group)).States = [state.Value];
            return await db.SaveChangesAsync();
        });
        var (listed, _) = (await site.UserAsync(state, null), await site.UserAsync(other, null));

        await site.KeepAllAsync();

        Assert.Equal([listed], await site.MembersAsync(group));
    }

    [Fact]
    public async Task A_group_deleted_or_a_user_deleted_leaves_nothing_behind()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state), graceDays: 3);
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");
        await ChangedAsync(user);
        Assert.Equal(1, await site.DbAsync(db => db.Lapses.CountAsync(l => l.GroupId == group)));

        await site.PublishAsync(new UserDeleted(Guid.CreateVersion7(), site.Now, user));
        Assert.Equal(0, await site.DbAsync(db => db.Lapses.CountAsync(l => l.GroupId == group)));

        await site.SendAsync(new DeleteGroup(group));
        await site.DeliverEventsAsync();
        Assert.Equal(0, await site.DbAsync(db => db.SmartGroups.CountAsync(g => g.Id == group)));
    }

    [Fact]
    public async Task A_look_at_three_hundred_users_costs_as_many_statements_as_one_at_three()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(new FilterBranch(
            FilterJoin.Any,
            [
                KeepingSite.InState(state),
                new FilterLeaf("authentication.filter.characters", FilterParameters.Of("least", "5")),
                new FilterLeaf("eveonline.filter.scope", FilterParameters.Of("scopes", "esi-skills.read_skills.v1")),
            ]));
        var (few, many) = (await site.UsersAsync(3, state, null), await site.UsersAsync(300, state, null));

        await CountAsync([], group);
        var forFew = await CountAsync(few, group);
        var forMany = await CountAsync(many, group);

        Assert.Equal(forFew, forMany);
        Assert.Equal(303, (await site.MembersAsync(group)).Count);
    }

    private async Task ChangedAsync(params UserId[] users)
    {
        await site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, users));
        await site.SettleAsync();
    }

    private Task AddAsync(GroupId group, params UserId[] users) =>
        site.SendAsync(new AddToGroups([.. users.Select(u => new Membership(u, group))], null, "test"));

    private Task<DateTimeOffset?> HeldSinceAsync(GroupId group) =>
        site.DbAsync(db => db.SmartGroups.Where(g => g.Id == group).Select(g => g.HeldSince).SingleAsync());

    private Task<SmartOutcome> LookAsync(GroupId group, IReadOnlySet<UserId> approved, IReadOnlyCollection<UserId>? users = null) => site.AskAsync(async s =>
    {
        await using var hold = await KeepingLock.TakeAsync(s.GetRequiredService<GroupManagementDb>(), CancellationToken.None);
        return await s.GetRequiredService<SmartGroupKeeper>().KeepAsync(users, group, approved, CancellationToken.None);
    });

    private async Task<int> CountAsync(IReadOnlyCollection<UserId> users, GroupId group)
    {
        // How many are in a group is counted now and then; that must not differ between the two looks.
        await site.DeliverEventsAsync();
        await site.SendAsync(new FindGroups([group]));
        var tally = StatementCounter.Begin();
        await LookAsync(group, new HashSet<UserId>(), users);
        return tally.Statements.Count;
    }
}
