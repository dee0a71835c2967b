using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.EditState;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

/// <summary>What a preview says, held against what the same change then really does, on invented worlds.</summary>
public sealed class PreviewOracleTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    // The priorities of the others are multiples of ten.
    private const int BetweenOthers = 5;

    private static readonly string[] Names = ["auth.timer_view", "auth.optimer_view", "auth.srp_management", "auth.human_resources"];

    private static readonly AccessSnapshot Root =
        new() { User = new UserId(-1), UserName = "root", State = new StateId(1), StateName = "Guest", IsActive = true, IsSuperuser = true };

    [Fact]
    public async Task A_preview_says_what_saving_then_does()
    {
        foreach (var world in Worlds().Sample(30, 60))
        {
            await MakeAsync(world);
            var change = world.Change;
            var (states, groups, users) = await NumbersAsync();
            var group = groups[change.Group % groups.Count];
            var joins = change.Pairs.Where((_, i) => i % 2 == 0).Select(p => new Membership(users[p.User % users.Count], groups[p.Group % groups.Count])).Distinct().ToList();
            var leaves = change.Pairs.Where((_, i) => i % 2 == 1).Select(p => new Membership(users[p.User % users.Count], groups[p.Group % groups.Count])).Distinct().Except(joins).ToList();

            await CompareAsync(
                s => s.Mediator.Send(new PreviewMemberships(joins, leaves) { Listing = Everybody }),
                async s =>
                {
                    await s.Mediator.Send(new AddToGroups(joins, null, "authentication.audit.group"));
                    await s.Mediator.Send(new RemoveFromGroups(leaves, null, "authentication.audit.group"));
                });
            var (coming, going) = (leaves.Select(l => l.User).Distinct().ToList(), joins.Select(j => j.User).Except(leaves.Select(l => l.User)).ToList());
            await CompareAsync(
                s => s.Mediator.Send(new PreviewGroup(group, change.State.Permissions) { Joins = coming, Leaves = going, Listing = Everybody }),
                async s =>
                {
                    await s.Mediator.Send(new SetGroupPermissions(group, change.State.Permissions, null));
                    await s.Mediator.Send(new AddToGroups([.. coming.Select(u => new Membership(u, group))], null, "authentication.audit.group"));
                    await s.Mediator.Send(new RemoveFromGroups([.. going.Select(u => new Membership(u, group))], null, "authentication.audit.group"));
                });

            var id = change.IsNew ? (StateId?)null : states[change.Group % states.Count].Id;
            var old = states.SingleOrDefault(s => s.Id == id);
            // The form of Guest has no lists, so none are asked of the preview; saving keeps them whatever is sent. ADM-014.
            var wanted = old is { IsGuest: true }
                ? WantedState.Of(old) with { Priority = change.Priority, Permissions = change.State.Permissions }
                : new WantedState(id, old?.Name ?? "Wanted", change.Priority, change.State.IsPublic, change.State.Entries, change.State.Permissions);
            await CompareAsync(
                s => s.Forecast.OfStateAsync(wanted, Everybody, CancellationToken.None),
                s => s.Mediator.Send(new EditStateRequest(id, old?.Revision ?? 0, wanted.Name, change.Priority, change.State.IsPublic, change.State.Entries, change.State.Permissions, Root)));
        }
    }

    private static DifferenceListing Everybody => new(DifferenceKind.All, int.MaxValue);

    private async Task CompareAsync(Func<Services, Task<AccessDifference>> preview, Func<Services, Task> save)
    {
        var before = await AccessAsync();
        var said = await module.AskAsync(s => preview(Services.Of(s)));
        Assert.Equal(before, await AccessAsync());

        await module.AskAsync(async s =>
        {
            await save(Services.Of(s));
            return true;
        });

        var after = await AccessAsync();
        var expected = before.Keys.Order().Select(user => (User: user, Before: before[user], After: after[user])).Where(u => u.Before != u.After).Select(u => u switch
        {
            var (user, b, a) => (user, b.State, a.State, string.Join(' ', Less(a, b)), string.Join(' ', Less(b, a))),
        }).ToList();
        Assert.Equal(expected, said.Users.OrderBy(u => u.User.Value).Select(u => (u.User.Value, u.StateBefore, u.StateAfter, string.Join(' ', u.Gains), string.Join(' ', u.Losses))));
        Assert.Equal(expected.Count(e => e.Item4.Length > 0), said.Gaining);
        Assert.Equal(expected.Count(e => e.Item5.Length > 0), said.Losing);
        Assert.Equal(expected.Count(e => e.Item4.Length + e.Item5.Length == 0), said.OnlyState);
        Assert.Equal((expected.Count, before.Count - expected.Count), (said.Touched, said.Untouched));
        Assert.Equal(expected.Sum(e => Count(e.Item4)), said.Permissions.Sum(p => p.Gaining));
        Assert.Equal(expected.Sum(e => Count(e.Item5)), said.Permissions.Sum(p => p.Losing));
    }

    private static IEnumerable<string> Less(Held more, Held less) => more.Permissions.Split(' ').Except(less.Permissions.Split(' ')).Where(p => p.Length > 0).Order(StringComparer.Ordinal);

    private static int Count(string words) => words.Length == 0 ? 0 : words.Split(' ').Length;

    /// <summary>Everybody's state and effective permissions as the site itself reads them.</summary>
    private Task<Dictionary<int, Held>> AccessAsync() => module.AskAsync(async s =>
    {
        var ids = await s.GetRequiredService<AuthenticationDb>().Users.Select(u => u.Id).ToListAsync();
        var entries = await s.GetRequiredService<AccessReader>().ReadAsync(ids, CancellationToken.None);
        return entries.Select(e => e.Snapshot).ToDictionary(
            a => a.User.Value,
            a => new Held(a.StateName, a.IsSuperuser ? "all" : string.Join(' ', a.Permissions.Order(StringComparer.Ordinal))));
    });

    private Task<(List<State> States, List<GroupId> Groups, List<UserId> Users)> NumbersAsync() => module.DbAsync(async db => (
        await db.States.AsNoTracking().Include(s => s.Members).OrderBy(s => s.Priority).ToListAsync(),
        await db.Groups.OrderBy(g => g.Id).Select(g => g.Id).ToListAsync(),
        await db.Users.OrderBy(u => u.Id).Select(u => u.Id).ToListAsync()));

    private Task<bool> MakeAsync(World world) => module.DbAsync(async db =>
    {
        await db.Users.ExecuteDeleteAsync();
        await db.Groups.ExecuteDeleteAsync();
        await db.States.Where(s => s.Name != State.GuestName).ExecuteDeleteAsync();
        await db.States.ExecuteUpdateAsync(s => s.SetProperty(x => x.Priority, 0).SetProperty(x => x.IsPublic, true));
        await db.StatePermissions.ExecuteDeleteAsync();
        await db.StateMembers.ExecuteDeleteAsync();
        var now = module.Clock.GetUtcNow();
        var guest = await db.States.SingleAsync();
        var groups = Enumerable.Range(0, 3).Select(i => new Group($"G{i}")).ToList();
        db.Groups.AddRange(groups);
        foreach (var (plan, number) in world.States.Select((s, i) => (s, i)))
        {
            var state = new State($"S{number}", (number + 1) * 10) { IsPublic = plan.IsPublic };
            state.Members.AddRange(plan.Entries.Select(e => new StateMember(e.Kind, e.Id)));
            state.Permissions.AddRange(plan.Permissions.Select(p => new StatePermission(p)));
            db.States.Add(state);
        }

        var users = world.Pilots.Select((pilot, number) => Make(pilot, number, guest.Id, now)).ToList();
        db.Users.AddRange(users);
        await db.SaveChangesAsync();
        foreach (var (pilot, user) in world.Pilots.Zip(users))
        {
            db.GroupMembers.AddRange(pilot.Groups.Select(g => new GroupMember(groups[g].Id, user.Id, now)));
            db.UserPermissions.AddRange(pilot.Own.Select(p => new UserPermission(user.Id, p)));
        }

        db.GroupPermissions.AddRange(world.Groups.SelectMany((permissions, g) => permissions.Select(p => new GroupPermission(groups[g].Id, p))));
        await db.SaveChangesAsync();
        await db.DecideStatesAsync(null, now);
        return true;
    });

    private static User Make(Pilot pilot, int number, StateId guest, DateTimeOffset now)
    {
        var user = User.BySso($"u{number}", guest, now);
        if (pilot.Corporation is { } corporation)
        {
            user.SetMain(new CharacterInfo(number + 1, $"P{number}", corporation, "", "", null, null, null, null, null, null), now);
        }

        if (pilot.Active)
        {
            user.Activate(now);
        }

        user.IsSuperuser = pilot.IsSuperuser;
        _ = user.TakeRaised();
        return user;
    }

    private static Gen<World> Worlds()
    {
        var permissions = Gen.SubListOf(Names).Select(p => p.ToArray());
        var pilot =
            from corporation in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(1, 4).Select(i => (int?)i), Gen.Choose(1, 4).Select(i => (int?)i))
            from active in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
            from super in Gen.Frequency((8, Gen.Constant(false)), (1, Gen.Constant(true)))
            from groups in Gen.SubListOf(0, 1, 2)
            from own in Gen.Frequency((3, Gen.Constant(Array.Empty<string>())), (1, permissions))
            select new Pilot(corporation, active, super, [.. groups], own);
        var entry =
            from kind in Gen.Elements(EntityKind.Character, EntityKind.Corporation)
            from entity in Gen.Choose(1, 5)
            select (kind, (long)entity);
        var state =
            from isPublic in Gen.Frequency((1, Gen.Constant(true)), (4, Gen.Constant(false)))
            from entries in entry.ListOf()
            from granted in permissions
            select new StatePlan(isPublic, [.. entries.Distinct()], granted);
        var change =
            from isNew in Gen.Elements(true, false)
            from number in Gen.Choose(0, 50)
            from priority in Gen.Choose(0, 60)
            from wanted in state
            from pairs in (from user in Gen.Choose(0, 50) from g in Gen.Choose(0, 2) select (User: user, Group: g)).ListOf()
            select new Change(isNew, number, (priority * 10) + BetweenOthers, wanted, [.. pairs]);
        return
            from pilots in pilot.NonEmptyListOf()
            from states in state.ListOf()
            from groups in permissions.ArrayOf(3)
            from wanted in change
            select new World([.. pilots], [.. states.Take(6)], groups, wanted);
    }

    private sealed record Held(string State, string Permissions);

    private sealed record Services(MediatR.IMediator Mediator, AccessForecast Forecast)
    {
        public static Services Of(IServiceProvider s) => new(s.GetRequiredService<MediatR.IMediator>(), s.GetRequiredService<AccessForecast>());
    }

    private sealed record Pilot(int? Corporation, bool Active, bool IsSuperuser, IReadOnlyList<int> Groups, string[] Own);

    private sealed record StatePlan(bool IsPublic, IReadOnlyList<(EntityKind Kind, long Id)> Entries, string[] Permissions);

    private sealed record Change(bool IsNew, int Group, int Priority, StatePlan State, IReadOnlyList<(int User, int Group)> Pairs);

    private sealed record World(IReadOnlyList<Pilot> Pilots, IReadOnlyList<StatePlan> States, IReadOnlyList<string[]> Groups, Change Change);
}
