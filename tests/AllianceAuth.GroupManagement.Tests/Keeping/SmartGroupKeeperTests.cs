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
    private const string Ended = "groupmanagement.smart.notice.ended.title";

    [Fact]
    public async Task An_automatic_group_follows_the_state_of_its_pilots()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var user = await site.UserAsync(new StateId(1), null);

        await site.SetAsync([user], $"state = {state}");
        await site.ChangedAsync(user);
        Assert.Equal([user], await site.MembersAsync(group));

        await site.SetAsync([user], "state = 1");
        await site.ChangedAsync(user);
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
        await site.AddAsync(group, inside);
        await site.KeepAllAsync();
        Assert.Equal([inside], await site.MembersAsync(group));

        await site.SetAsync([inside, outside], "state = 1");
        await site.ChangedAsync(inside, outside);
        Assert.Empty(await site.MembersAsync(group));
    }

    [Fact]
    public async Task A_filter_that_nobody_can_answer_takes_nothing_away_and_gives_nothing()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(new FilterBranch(FilterJoin.All, [KeepingSite.InState(state), new FilterLeaf("gone.filter.module", FilterParameters.None)]));
        var (inside, outside) = (await site.UserAsync(state, null), await site.UserAsync(state, null));
        await site.AddAsync(group, inside);

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
        await site.AddAsync(group, [.. members]);

        await site.KeepAllAsync();

        Assert.Equal(40, (await site.MembersAsync(group)).Count);
        Assert.All(members.Take(3), m => Assert.Empty(site.TitlesToAsync(m).GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task The_end_of_a_membership_told_twice_ends_it_once_and_spares_who_passes_again()
    {
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var user = await site.UserAsync(state, null);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");
        await site.ChangedAsync(user);
        await site.SetAsync([user], $"state = {state}");
        await site.ChangedAsync(user);

        await site.PublishAsync(new Contracts.SmartMembersEnded(Guid.CreateVersion7(), site.Now, group, [user]));

        Assert.Equal([user], await site.MembersAsync(group));
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
        await site.ChangedAsync(inside);

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
        await site.ChangedAsync(user);
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

    private async Task<int> CountAsync(IReadOnlyCollection<UserId> users, GroupId group)
    {
        // How many are in a group is counted now and then; that must not differ between the two looks.
        await site.DeliverEventsAsync();
        await site.SendAsync(new FindGroups([group]));
        var tally = StatementCounter.Begin();
        await site.LookAsync(group, new HashSet<UserId>(), users);
        return tally.Statements.Count;
    }
}
