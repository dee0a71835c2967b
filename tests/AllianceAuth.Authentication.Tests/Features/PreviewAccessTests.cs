using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class PreviewAccessTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const string Timers = "auth.timer_view";
    private const string Fleets = "auth.optimer_view";

    [Fact]
    public async Task A_group_that_carries_more_gives_it_to_those_members_only_who_have_it_no_other_way()
    {
        var (plain, alreadyHas, off) = (await module.PilotAsync(), await module.PilotAsync(), await module.PilotAsync(active: false));
        var group = await GroupAsync(Fleets);
        await JoinAsync(group, plain, alreadyHas, off);
        await GrantAsync(alreadyHas, Timers);

        var preview = await module.SendAsync(new PreviewGroup(group, [Timers]));

        Assert.Equal((1, 2, 0, 2), (preview.Gaining, preview.Losing, preview.OnlyState, preview.Touched));
        Assert.Equal([(Timers, 1, 0), (Fleets, 0, 2)], preview.Permissions.OrderByDescending(p => p.Gaining).Select(p => (p.Name, p.Gaining, p.Losing)));
        Assert.Equal([Timers], preview.Users.Single(u => u.User == plain).Gains);
        Assert.Empty(preview.Users.Single(u => u.User == alreadyHas).Gains);
        Assert.DoesNotContain(Timers, (await module.AccessAsync(plain)).Permissions);
    }

    [Fact]
    public async Task A_group_that_changes_its_permissions_and_its_members_at_once_is_one_preview()
    {
        var (stays, joins, leaves, leavesButHolds) = (await module.PilotAsync(), await module.PilotAsync(), await module.PilotAsync(), await module.PilotAsync());
        var group = await GroupAsync(Fleets);
        await JoinAsync(group, stays, leaves, leavesButHolds);
        await GrantAsync(leavesButHolds, Fleets);

        var preview = await module.SendAsync(new PreviewGroup(group, [Timers]) { Joins = [joins], Leaves = [leaves, leavesButHolds] });

        var users = preview.Users.ToDictionary(u => u.User, u => (Gains: string.Join(' ', u.Gains), Losses: string.Join(' ', u.Losses)));
        Assert.Equal((Timers, Fleets), users[stays]);
        Assert.Equal((Timers, ""), users[joins]);
        Assert.Equal(("", Fleets), users[leaves]);
        Assert.Equal(3, users.Count);
        Assert.Equal((2, 2), (preview.Gaining, preview.Losing));
    }

    [Fact]
    public async Task Whoever_leaves_one_group_and_joins_another_with_the_same_permission_notices_nothing()
    {
        var pilot = await module.PilotAsync();
        var (left, joined) = (await GroupAsync(Timers, Fleets), await GroupAsync(Timers));
        await JoinAsync(left, pilot);

        var preview = await module.SendAsync(new PreviewMemberships([new(pilot, joined)], [new(pilot, left)]));

        var user = Assert.Single(preview.Users);
        Assert.Empty(user.Gains);
        Assert.Equal([Fleets], user.Losses);
    }

    [Fact]
    public async Task Memberships_that_are_so_already_and_superusers_change_nothing()
    {
        var (member, root) = (await module.PilotAsync(), await module.PilotAsync());
        var group = await GroupAsync(Timers);
        await JoinAsync(group, member);
        await module.DbAsync(db => db.Users.Where(u => u.Id == root).ExecuteUpdateAsync(s => s.SetProperty(u => u.IsSuperuser, true)));

        var preview = await module.SendAsync(new PreviewMemberships([new(member, group), new(root, group)], [new(root, group)]));

        Assert.True(preview.IsEmpty);
    }

    [Fact]
    public async Task A_state_that_carries_less_takes_it_from_everybody_in_it_and_says_which_permission()
    {
        var corporation = module.Next();
        var state = await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)], permissions: [Timers, Fleets]);
        var (first, second) = (await module.PilotAsync(corporation), await module.PilotAsync(corporation));
        await GrantAsync(second, Fleets);

        var preview = await module.SendAsync(new PreviewStatePermissions(state, [Timers]));

        var user = Assert.Single(preview.Users);
        Assert.Equal((first, false), (user.User, user.Moves));
        Assert.Equal([Fleets], user.Losses);
        Assert.Equal(await module.StateOfAsync(first), user.StateAfter);
    }

    [Fact]
    public async Task A_corporation_taken_off_the_list_moves_its_pilots_and_a_state_that_is_yet_to_be_made_is_named()
    {
        var corporation = module.Next();
        var state = await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)], permissions: [Timers]);
        var pilot = await module.PilotAsync(corporation);
        var name = await module.StateOfAsync(pilot);

        var off = await ForecastAsync(f => f.OfStateAsync(new WantedState(state, name, 5_000_000, false, [], [Timers]), new(), CancellationToken.None));
        var above = await ForecastAsync(f => f.OfStateAsync(new WantedState(null, "Wing", 6_000_000, false, [(EntityKind.Corporation, corporation)], [Timers]), new(), CancellationToken.None));

        Assert.Equal((name, "Guest"), Moves(Assert.Single(off.Users)));
        Assert.Equal((name, "Wing"), Moves(Assert.Single(above.Users)));
        Assert.Equal((0, 1, 0), (off.Gaining, off.Losing, off.OnlyState));
        Assert.Equal((0, 0, 1), (above.Gaining, above.Losing, above.OnlyState));
        Assert.Equal(state, (await module.UserAsync(pilot)).State);
    }

    [Fact]
    public async Task Names_are_those_asked_for_losers_first_and_the_counts_stay_those_of_everybody()
    {
        var group = await GroupAsync(Timers);
        var leavers = new List<Membership>();
        for (var i = 0; i < 5; i++)
        {
            leavers.Add(new(await module.PilotAsync(), group));
        }

        await JoinAsync(group, [.. leavers.Select(l => l.User)]);
        var joiner = await module.PilotAsync();

        var few = await module.SendAsync(new PreviewMemberships([new(joiner, group)], leavers) { Listing = new(DifferenceKind.All, 3) });
        var gaining = await module.SendAsync(new PreviewMemberships([new(joiner, group)], leavers) { Listing = new(DifferenceKind.Gaining) });

        Assert.Equal((1, 5, 6), (few.Gaining, few.Losing, few.Touched));
        Assert.Equal(3, few.Users.Count);
        Assert.All(few.Users, u => Assert.Equal([Timers], u.Losses));
        Assert.Equal(joiner, Assert.Single(gaining.Users).User);
        Assert.Equal(few.Untouched + 6, await module.DbAsync(db => db.Users.CountAsync()));
    }

    [Fact]
    public async Task A_preview_is_one_statement_whatever_the_number()
    {
        var group = await GroupAsync(Timers);
        var one = await CountAsync(new PreviewMemberships([new(await module.PilotAsync(), group)], []));
        var joins = new List<Membership>();
        for (var i = 0; i < 30; i++)
        {
            joins.Add(new(await module.PilotAsync(), group));
        }

        Assert.Equal(1, one);
        Assert.Equal(1, await CountAsync(new PreviewMemberships(joins, [])));
    }

    [Fact]
    public async Task A_permission_that_nothing_declares_stays_with_a_group_and_cannot_be_given_to_another()
    {
        var (holds, holdsNot) = (await GroupAsync("moonmining.basic_access"), await GroupAsync());

        await module.SendAsync(new SetGroupPermissions(holds, ["moonmining.basic_access", Timers], null));
        await module.SendAsync(new SetGroupPermissions(holdsNot, ["moonmining.basic_access", Timers], null));

        Assert.Equal(["auth.timer_view", "moonmining.basic_access"], await PermissionsOfAsync(holds));
        Assert.Equal(["auth.timer_view"], await PermissionsOfAsync(holdsNot));
    }

    private static (string Before, string After) Moves(UserDifference user) => (user.StateBefore, user.StateAfter);

    private Task<List<string>> PermissionsOfAsync(GroupId group) =>
        module.DbAsync(db => db.GroupPermissions.Where(p => p.GroupId == group).Select(p => p.Permission).Order().ToListAsync());

    private async Task<int> CountAsync(PreviewMemberships request)
    {
        var tally = StatementCounter.Begin();
        await module.SendAsync(request);
        return tally.Statements.Count;
    }

    private Task<AccessDifference> ForecastAsync(Func<AccessForecast, Task<AccessDifference>> ask) => module.AskAsync(s => ask(s.GetRequiredService<AccessForecast>()));

    private async Task<GroupId> GroupAsync(params string[] permissions)
    {
        var group = await module.SendAsync(new CreateGroup($"Group {module.Next()}"));
        await module.DbAsync(async db =>
        {
            db.GroupPermissions.AddRange(permissions.Select(p => new GroupPermission(group, p)));
            return await db.SaveChangesAsync();
        });
        return group;
    }

    private Task JoinAsync(GroupId group, params UserId[] users) =>
        module.SendAsync(new AddToGroups([.. users.Select(u => new Membership(u, group))], null, "authentication.audit.group"));

    private Task GrantAsync(UserId user, string permission) => module.DbAsync(async db =>
    {
        db.UserPermissions.Add(new UserPermission(user, permission));
        return await db.SaveChangesAsync();
    });
}
