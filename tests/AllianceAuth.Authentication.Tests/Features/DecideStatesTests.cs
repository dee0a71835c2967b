using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.DecideStates;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class DecideStatesTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Theory, Rule("AUTH-001")]
    [InlineData(EntityKind.Character)]
    [InlineData(EntityKind.Corporation)]
    [InlineData(EntityKind.Alliance)]
    [InlineData(EntityKind.Faction)]
    public async Task One_matching_entry_of_any_list_is_enough(EntityKind kind)
    {
        var (corporation, alliance, faction) = (module.Next(), module.Next(), module.Next());
        var pilot = await module.PilotAsync(corporation, alliance, faction);
        var id = kind switch
        {
            EntityKind.Character => await module.MainOfAsync(pilot),
            EntityKind.Corporation => corporation,
            EntityKind.Alliance => alliance,
            _ => faction,
        };
        var state = await module.StateAsync(module.Next(), members: [new StateMember(kind, id)]);

        var changed = await module.DecideAsync(pilot);

        Assert.Equal([pilot], changed);
        Assert.Equal(state, (await module.UserAsync(pilot)).State);
    }

    [Fact, Rule("AUTH-002")]
    public async Task What_a_main_does_not_have_never_matches()
    {
        var pilot = await module.PilotAsync();
        await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Alliance, 0), new StateMember(EntityKind.Faction, 0)]);

        await module.DecideAsync(pilot);

        Assert.Equal("Guest", await module.StateOfAsync(pilot));
    }

    [Fact, Rule("AUTH-003"), Rule("AUTH-012"), Rule("AUTH-013")]
    public async Task The_highest_priority_that_fits_wins()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var (low, middle, high) = (module.Next(), module.Next(), module.Next());
        await module.StateAsync(low, members: [new StateMember(EntityKind.Corporation, corporation)]);
        var best = await module.StateAsync(high, members: [new StateMember(EntityKind.Corporation, corporation)]);
        await module.StateAsync(middle, members: [new StateMember(EntityKind.Corporation, corporation)]);

        await module.DecideAsync(pilot);

        Assert.Equal(best, (await module.UserAsync(pilot)).State);
    }

    [Fact, Rule("AUTH-004")]
    public async Task Without_a_main_even_a_public_state_does_not_fit()
    {
        var pilot = await module.PilotAsync(hasMain: false);
        var open = await module.StateAsync(module.Next(), isPublic: true);

        await module.DecideAsync(pilot);

        Assert.Equal("Guest", await module.StateOfAsync(pilot));
        await RemoveAsync(open);
    }

    [Fact]
    public async Task An_inactive_user_fits_nothing()
    {
        var pilot = await module.PilotAsync(active: false);
        var open = await module.StateAsync(module.Next(), isPublic: true);

        Assert.Empty(await module.DecideAsync(pilot));
        Assert.Equal("Guest", await module.StateOfAsync(pilot));
        await RemoveAsync(open);
    }

    [Fact, Rule("AUTH-006")]
    public async Task Deciding_again_writes_and_tells_nothing()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)]);
        await module.DecideAsync(pilot);
        await module.DeliverAsync();

        Assert.Empty(await module.DecideAsync(pilot));
        Assert.Equal(0, await module.DbAsync(db => db.Outbox.CountAsync()));
    }

    [Fact, Rule("AUTH-007")]
    public async Task A_new_state_is_stored_told_to_the_user_and_to_the_other_modules()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        await module.DeliverAsync();
        var before = await module.AccessAsync(pilot);
        var state = await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)]);

        await module.DecideAsync(pilot);
        var waiting = await module.DbAsync(db => db.Outbox.Select(m => m.Name).ToListAsync());
        await module.DeliverAsync();

        Assert.Equal("Guest", before.StateName);
        Assert.Contains("authentication.user-state-changed.v1", waiting);
        Assert.Equal(state, (await module.AccessAsync(pilot)).State);
        var notice = Assert.Single(module.Eve.Notices, n => n.Users.Contains(pilot) && n.Title == "authentication.notice.state.title");
        Assert.Equal(AllianceAuth.Notifications.Contracts.NotificationLevel.Info, notice.Level);
        Assert.Equal([(await module.AccessAsync(pilot)).StateName], notice.Arguments);
    }

    [Fact]
    public async Task A_thousand_users_take_as_many_statements_as_ten_and_events_come_in_batches()
    {
        var few = await CountStatementsAsync(10);
        var many = await CountStatementsAsync(2500);

        Assert.Equal(few, many);
    }

    [Fact]
    public async Task Two_changes_at_once_leave_the_state_that_both_together_demand()
    {
        var (first, second) = (module.Next(), module.Next());
        var pilot = await module.PilotAsync(first);
        var main = await module.MainOfAsync(pilot);
        var state = await module.StateAsync(module.Next());

        for (var round = 0; round < 5; round++)
        {
            // One moves the pilot, the other moves the list; whichever is last, the outcome is that of both.
            var corporation = round % 2 == 0 ? second : first;
            module.Eve.Fly(main, "Pilot", corporation);
            await Task.WhenAll(
                module.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), module.Clock.GetUtcNow(), [main])),
                module.DbAsync(async db =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync();
                    await db.HoldStatesAsync(CancellationToken.None);
                    await db.StateMembers.Where(m => m.StateId == state).ExecuteDeleteAsync();
                    await db.Database.ExecuteSqlAsync($"INSERT INTO authentication.state_members (state_id, kind, entity_id) VALUES ({state.Value}, 1, {corporation})");
                    await db.DecideStatesAsync(null, module.Clock.GetUtcNow());
                    await transaction.CommitAsync();
                    return true;
                }));

            Assert.Equal(state, (await module.UserAsync(pilot)).State);
        }
    }

    [Fact]
    public async Task The_nightly_run_makes_up_for_news_of_a_main_that_never_arrived()
    {
        var (here, there) = (module.Next(), module.Next());
        var pilot = await module.PilotAsync(here);
        var main = await module.MainOfAsync(pilot);
        await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, here)]);
        await module.DecideAsync(pilot);
        module.Eve.Fly(main, "Pilot", there);

        await module.AskAsync(async s =>
        {
            await ActivatorUtilities.CreateInstance<DecideStatesJob>(s).RunAsync(new JobRun(null, 1), CancellationToken.None);
            return true;
        });

        Assert.Equal(there, (await module.UserAsync(pilot)).MainCorporationId);
        Assert.Equal("Guest", await module.StateOfAsync(pilot));
    }

    [Fact]
    public async Task A_main_of_which_EVE_has_not_told_yet_takes_nothing_from_its_user()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var main = await module.MainOfAsync(pilot);
        var state = await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)]);
        await module.DecideAsync(pilot);
        module.Eve.Fly(main, "Pilot");

        await module.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), module.Clock.GetUtcNow(), [main]));

        Assert.Equal(state, (await module.UserAsync(pilot)).State);
    }

    private async Task<int> CountStatementsAsync(int users)
    {
        var corporation = module.Next();
        await module.DbAsync(db => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined,
                state, main_character_id, main_name, main_corporation_id, language)
            SELECT 'many_' || {corporation} || '_' || n, '', true, 1, false, false, 0, 0, now(), 1, {corporation}::bigint * 100000 + n, 'Pilot', {corporation}, ''
            FROM generate_series(1, {users}) n
            """));
        await module.StateAsync(module.Next(), members: [new StateMember(EntityKind.Corporation, corporation)]);
        var tally = StatementCounter.Begin();

        var changed = await module.DecideAsync(null);

        var statements = tally.Statements.Count;
        Assert.Equal(users, changed.Count);
        var events = await module.DbAsync(db => db.Outbox.Where(m => m.Name == "authentication.user-state-changed.v1").CountAsync());
        Assert.Equal((users + 999) / 1000, events);
        await module.DbAsync(db => db.Outbox.ExecuteDeleteAsync());
        return statements;
    }

    private Task<int> RemoveAsync(StateId state) => module.DbAsync(db => db.States.Where(s => s.Id == state).ExecuteDeleteAsync());
}
