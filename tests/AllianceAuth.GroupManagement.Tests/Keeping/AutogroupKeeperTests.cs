using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

public sealed class AutogroupKeeperTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    [Fact, Rule("EVE-059")]
    public async Task A_changed_state_puts_the_user_in_or_takes_them_out()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(new StateId(1), corp);
        await site.KeepAllAsync();
        Assert.Empty(await site.GroupsOfAsync(user));

        await site.SetAsync([user], $"state = {state}");
        await site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.SettleAsync();
        Assert.Equal([$"Corp {name}"], await site.GroupsOfAsync(user));

        await site.SetAsync([user], "state = 1");
        await site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.SettleAsync();
        Assert.Empty(await site.GroupsOfAsync(user));
    }

    [Fact, Rule("EVE-060")]
    public async Task A_main_that_moves_to_another_corporation_changes_groups()
    {
        var (state, _, corp, _) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);
        await site.KeepAllAsync();
        var other = $"Other {site.Next()}";

        await site.SetAsync([user], $"main_corporation_id = {await site.CorporationAsync(other)}");
        await site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.SettleAsync();

        Assert.Equal([$"Corp {other}"], await site.GroupsOfAsync(user));
    }

    [Fact, Rule("EVE-056")]
    public async Task A_corporation_we_do_not_know_gets_its_group_once_it_is_learned()
    {
        var (state, _, _, _) = await site.FurnishAsync();
        long stranger = 98_700_000 + site.Next();
        var user = await site.UserAsync(state, stranger);
        await site.KeepAllAsync();
        Assert.Empty(await site.GroupsOfAsync(user));

        await site.RunAsync($"INSERT INTO eveonline.corporations (id, name, ticker, member_count, is_closed, seen_at) VALUES ({stranger}, 'Learned {stranger}', 'L', 1, false, now())");
        await site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.SettleAsync();

        Assert.Equal([$"Corp Learned {stranger}"], await site.GroupsOfAsync(user));
    }

    [Fact, Rule("EVE-061")]
    public async Task A_state_added_to_a_configuration_brings_its_users_in_and_removed_from_it_takes_them_out()
    {
        var (_, config, corp, name) = await site.FurnishAsync();
        var added = await site.StateAsync();
        var user = await site.UserAsync(added, corp);
        await site.KeepAllAsync();
        Assert.Empty(await site.GroupsOfAsync(user));

        await EditAsync(config, c => c.States = [.. c.States, added]);
        Assert.Equal([$"Corp {name}"], await site.GroupsOfAsync(user));

        await EditAsync(config, c => c.States = [.. c.States.Where(s => s != added)]);
        Assert.Empty(await site.GroupsOfAsync(user));
    }

    [Fact, Rule("EVE-062")]
    public async Task Switched_off_corporation_groups_are_deleted_and_alliance_groups_stay()
    {
        var (state, config, corp, name) = await site.FurnishAsync(alliances: true);
        var alliance = $"Bloc {site.Next()}";
        var user = await site.UserAsync(state, corp, await site.AllianceAsync(alliance));
        await site.KeepAllAsync();
        Assert.Equal([$"Alliance {alliance}", $"Corp {name}"], await site.GroupsOfAsync(user));

        await EditAsync(config, c => c.CorpGroups = false);

        Assert.Equal([$"Alliance {alliance}"], await site.GroupsOfAsync(user));
        Assert.DoesNotContain(await site.SendAsync(new FindGroups(null)), g => g.Name == $"Corp {name}");
    }

    [Fact, Rule("EVE-063")]
    public async Task A_deleted_configuration_takes_its_groups_along()
    {
        var (state, config, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);
        await site.KeepAllAsync();

        await site.DbAsync(db => db.AutogroupConfigs.Where(c => c.Id == config).ExecuteDeleteAsync());
        await site.KeepAllAsync();

        Assert.Empty(await site.GroupsOfAsync(user));
        Assert.DoesNotContain(await site.SendAsync(new FindGroups(null)), g => g.Name == $"Corp {name}");
        Assert.Equal(0, await site.DbAsync(db => db.ManagedGroups.CountAsync(g => g.ConfigId == config)));
    }

    [Fact, Rule("EVE-065")]
    public async Task Joining_is_told_like_any_other_change_of_membership()
    {
        var (state, _, corp, _) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);
        await site.KeepAllAsync();

        var group = (await site.SendAsync(new FindStandings([user], [.. (await site.SendAsync(new FindGroups(null))).Select(g => g.Group)]))).Single().Groups.Single();
        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM admin.changes WHERE app = 'groupmanagement' AND model = 'group' AND item = '{group}' AND cause = 'groupmanagement.autogroup.cause'"));
    }

    [Fact, Rule("EVE-068")]
    public async Task Synchronising_everybody_finds_whom_no_event_told_of_and_a_second_time_does_nothing()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var users = await site.UsersAsync(3, state, corp);

        await site.KeepAllAsync();
        Assert.Equal(users, await site.MembersOfAsync($"Corp {name}"));

        var again = await LookAsync(null);
        Assert.Equal((0, 0, 0, 0), (again.Joined, again.Left, again.Made, again.Removed));
    }

    [Fact, Rule("EVE-058")]
    public async Task Empty_groups_stay_until_their_corporation_is_closed()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);
        await site.KeepAllAsync();
        await site.SetAsync([user], "state = 1");
        await site.KeepAllAsync();
        Assert.Contains(await site.SendAsync(new FindGroups(null)), g => g.Name == $"Corp {name}");

        await site.RunAsync($"UPDATE eveonline.corporations SET is_closed = true WHERE id = {corp}");
        await site.KeepAllAsync();

        Assert.DoesNotContain(await site.SendAsync(new FindGroups(null)), g => g.Name == $"Corp {name}");
    }

    [Fact]
    public async Task A_group_deleted_by_hand_is_made_again_for_whoever_needs_it()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);
        await site.KeepAllAsync();

        await site.SendAsync(new DeleteGroup((await site.SendAsync(new FindGroups(null))).Single(g => g.Name == $"Corp {name}").Group));
        await site.DeliverEventsAsync();
        await site.KeepAllAsync();

        Assert.Equal([$"Corp {name}"], await site.GroupsOfAsync(user));
    }

    [Fact]
    public async Task Two_looks_at_once_make_one_group_and_one_membership()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.RunJobAsync("groupmanagement.keep-groups")));

        Assert.Equal([user], await site.MembersOfAsync($"Corp {name}"));
        Assert.DoesNotContain(await site.SendAsync(new FindGroups(null)), g => g.Name == $"Corp {name}_1");
    }

    [Fact]
    public async Task A_look_at_three_hundred_users_costs_as_many_statements_as_one_at_three()
    {
        var (state, _, corp, _) = await site.FurnishAsync();
        await site.KeepAllAsync();
        var few = await site.UsersAsync(3, state, corp);
        await site.KeepAllAsync();
        // The first that leave also fill what is cached for all.
        var first = await site.UsersAsync(3, state, corp);
        await site.KeepAllAsync();
        await site.SetAsync(first, "state = 1");
        await CountAsync(first);
        await site.SetAsync(few, "state = 1");
        var forFew = await CountAsync(few);

        var many = await site.UsersAsync(300, state, corp);
        await CountAsync(many);
        await site.SetAsync(many, "state = 1");
        var forMany = await CountAsync(many);

        Assert.Equal(forFew, forMany);
    }

    [Fact, Rule("EVE-065")]
    public async Task What_happened_to_a_main_in_EVE_reaches_the_groups_by_itself()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(new StateId(1), null);
        await site.SetAsync([user], "main_character_id = 2100990001");
        await site.RunAsync(
            $"INSERT INTO eveonline.characters (id, name, corporation_id) VALUES (2100990001, 'Mover', {corp}); " +
            $"INSERT INTO authentication.state_members (state_id, kind, entity_id) VALUES ({state}, 1, {corp})");

        await site.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), site.Now, [2100990001]));
        await site.SettleAsync();

        Assert.Equal([$"Corp {name}"], await site.GroupsOfAsync(user));
    }

    private async Task EditAsync(int config, Action<AutogroupConfig> edit)
    {
        await site.DbAsync(async db =>
        {
            edit(await db.AutogroupConfigs.SingleAsync(c => c.Id == config));
            db.Raise(new KeepingChanged(Guid.CreateVersion7(), site.Now));
            return await db.SaveChangesAsync();
        });
        await site.DeliverEventsAsync();
        await site.KeepAllAsync();
    }

    private Task<AutogroupOutcome> LookAsync(IReadOnlyCollection<UserId>? users) => site.AskAsync(async s =>
    {
        await using var hold = await KeepingLock.TakeAsync(s.GetRequiredService<GroupManagementDb>(), CancellationToken.None);
        return await s.GetRequiredService<AutogroupKeeper>().KeepAsync(users, CancellationToken.None);
    });

    private async Task<int> CountAsync(IReadOnlyCollection<UserId> users)
    {
        var tally = StatementCounter.Begin();
        await LookAsync(users);
        return tally.Statements.Count;
    }
}
