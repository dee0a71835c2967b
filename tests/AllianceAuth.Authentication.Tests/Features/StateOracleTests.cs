using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

/// <summary>The one statement that decides for everybody, held against the plain rule on invented worlds.</summary>
public sealed class StateOracleTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact, Rule("AUTH-003")]
    public async Task The_statement_decides_as_the_plain_rule_does()
    {
        foreach (var world in Worlds().Sample(40, 60))
        {
            await CheckAsync(world);
        }
    }

    private static Gen<World> Worlds()
    {
        // Few ids, so that lists and pilots meet often.
        var id = Gen.Choose(1, 6);
        var maybe = Gen.OneOf(Gen.Constant<int?>(null), id.Select(i => (int?)i));
        var pilot =
            from corporation in maybe
            from alliance in maybe
            from faction in maybe
            from active in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            from hasMain in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
            select new Pilot(corporation, alliance, faction, active, hasMain);
        var entry =
            from kind in Gen.Elements(EntityKind.Character, EntityKind.Corporation, EntityKind.Alliance, EntityKind.Faction)
            from entity in id
            select (kind, (long)entity);
        var state =
            from isPublic in Gen.Frequency((1, Gen.Constant(true)), (5, Gen.Constant(false)))
            from entries in entry.ListOf()
            select new StatePlan(isPublic, [.. entries.Distinct()]);
        return
            from pilots in pilot.NonEmptyListOf()
            from states in state.ListOf()
            from priorities in Gen.Shuffle(Enumerable.Range(-20, 60).ToArray())
            select new World([.. pilots], [.. states.Take(20)], priorities);
    }

    private Task<bool> CheckAsync(World world) => module.DbAsync(async db =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Users.ExecuteDeleteAsync();
        await db.States.Where(s => s.Name != State.GuestName).ExecuteDeleteAsync();
        var now = module.Clock.GetUtcNow();
        var guest = await db.States.SingleAsync();
        foreach (var (plan, number) in world.States.Select((s, i) => (s, i)))
        {
            var priority = world.Priorities[number] == guest.Priority ? 1000 : world.Priorities[number];
            var state = new State($"S{number}", priority) { IsPublic = plan.IsPublic };
            state.Members.AddRange(plan.Entries.Select(e => new StateMember(e.Kind, e.Id)));
            db.States.Add(state);
        }

        var users = world.Pilots.Select((pilot, number) => Make(pilot, number, guest.Id, now)).ToList();
        db.Users.AddRange(users);
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();

        var changed = await db.DecideStatesAsync(null, now);

        var states = await db.States.AsNoTracking().Include(s => s.Members).ToListAsync();
        var decided = await db.Users.AsNoTracking().ToListAsync();
        foreach (var user in decided)
        {
            Assert.Equal(State.Best(states, user.Main, user.IsActive).Name, states.Single(s => s.Id == user.State).Name);
        }

        Assert.Equal(
            decided.Where(u => u.State != guest.Id).Select(u => u.Id.Value).Order(),
            changed.Select(u => u.Value).Order());
        Assert.Empty(await db.DecideStatesAsync(null, now));
        await transaction.RollbackAsync();
        return true;
    });

    private static User Make(Pilot pilot, int number, StateId guest, DateTimeOffset now)
    {
        var user = User.BySso($"u{number}", guest, now);
        if (pilot.HasMain)
        {
            user.SetMain(new CharacterInfo(number + 1, "P", pilot.Corporation, "", "", pilot.Alliance, null, null, pilot.Faction, null, null), now);
        }

        if (pilot.Active)
        {
            user.Activate(now);
        }

        _ = user.TakeRaised();
        return user;
    }

    private sealed record Pilot(int? Corporation, int? Alliance, int? Faction, bool Active, bool HasMain);

    private sealed record StatePlan(bool IsPublic, IReadOnlyList<(EntityKind Kind, long Id)> Entries);

    private sealed record World(IReadOnlyList<Pilot> Pilots, IReadOnlyList<StatePlan> States, int[] Priorities);
}
