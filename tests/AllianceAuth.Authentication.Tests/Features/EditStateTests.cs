using System.Text.Json;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.DeleteState;
using AllianceAuth.Authentication.Features.EditState;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class EditStateTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private static readonly UserId Admin = new(1);
    private static readonly AccessSnapshot Root = new() { User = Admin, UserName = "root", State = new StateId(1), StateName = "Guest", IsActive = true, IsSuperuser = true };

    [Theory, Rule("AUTH-009"), Rule("AUTH-010"), Rule("AUTH-011")]
    [InlineData(EntityKind.Character)]
    [InlineData(EntityKind.Corporation)]
    [InlineData(EntityKind.Alliance)]
    [InlineData(EntityKind.Faction)]
    public async Task Listing_what_a_main_is_or_flies_for_moves_the_user_in_and_taking_it_off_moves_them_back(EntityKind kind)
    {
        var (corporation, alliance, faction) = (module.Next(), module.Next(), module.Next());
        var pilot = await module.PilotAsync(corporation, alliance, faction);
        long id = kind switch { EntityKind.Character => await module.MainOfAsync(pilot), EntityKind.Corporation => corporation, EntityKind.Alliance => alliance, _ => faction };
        var state = await SaveAsync(new Plan(module.Next()));
        var inside = await SaveAsync(state with { Members = [(kind, id)] });

        Assert.Equal(state.Name, await module.StateOfAsync(pilot));

        await SaveAsync(inside with { Members = [] });

        Assert.Equal("Guest", await module.StateOfAsync(pilot));
    }

    [Fact, Rule("AUTH-012"), Rule("AUTH-014")]
    public async Task Raising_a_priority_moves_users_up_and_lowering_it_moves_them_back()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var (low, middle, high) = (module.Next(), module.Next(), module.Next());
        var member = await SaveAsync(new Plan(middle) { Members = [(EntityKind.Corporation, corporation)] });
        var other = await SaveAsync(new Plan(low) { Members = [(EntityKind.Corporation, corporation)] });
        Assert.Equal(member.Name, await module.StateOfAsync(pilot));

        var raised = await SaveAsync(other with { Priority = high });
        Assert.Equal(other.Name, await module.StateOfAsync(pilot));

        await SaveAsync(raised with { Priority = low });
        Assert.Equal(member.Name, await module.StateOfAsync(pilot));
    }

    [Fact, Rule("AUTH-013")]
    public async Task A_lower_state_that_fits_changes_nothing_whatever_its_lists_do()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var (low, high) = (module.Next(), module.Next());
        var member = await SaveAsync(new Plan(high) { Members = [(EntityKind.Corporation, corporation)] });
        var lower = await SaveAsync(new Plan(low) { Members = [(EntityKind.Corporation, corporation)] });
        await SaveAsync(lower with { Members = [] });

        Assert.Equal(member.Name, await module.StateOfAsync(pilot));
    }

    [Fact, Rule("AUTH-015")]
    public async Task Opening_a_state_to_everybody_moves_all_lower_users_with_a_main_and_closing_it_moves_them_back()
    {
        var pilot = await module.PilotAsync();
        var nobody = await module.PilotAsync(hasMain: false);
        var state = await SaveAsync(new Plan(module.Next()));

        var open = await SaveAsync(state with { IsPublic = true });
        Assert.Equal(state.Name, await module.StateOfAsync(pilot));
        Assert.Equal("Guest", await module.StateOfAsync(nobody));

        await SaveAsync(open with { IsPublic = false });
        Assert.Equal("Guest", await module.StateOfAsync(pilot));
    }

    [Fact, Rule("AUTH-016")]
    public async Task Deleting_a_state_moves_its_users_to_the_best_other_one_and_tells_them()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var (low, high) = (module.Next(), module.Next());
        var lower = await SaveAsync(new Plan(low) { Members = [(EntityKind.Corporation, corporation)] });
        var best = await SaveAsync(new Plan(high) { Members = [(EntityKind.Corporation, corporation)] });
        await module.DeliverAsync();

        var deleted = await module.SendAsync(new DeleteStateRequest(best.Id!.Value, Admin));
        await module.DeliverAsync();

        Assert.Equal(1, deleted!.Moved);
        Assert.Equal(lower.Name, await module.StateOfAsync(pilot));
        Assert.Contains(module.Eve.Notices, n => n.Users.Contains(pilot) && n.Arguments.Contains(lower.Name));
    }

    [Fact, Rule("AUTH-005")]
    public async Task Guest_is_made_again_when_it_is_missing()
    {
        await using var alone = new AloneModule();
        await alone.InitializeAsync();
        await alone.Module.DbAsync(db => db.States.ExecuteDeleteAsync());

        var guest = await alone.Module.DbAsync(db => db.FindGuestAsync(CancellationToken.None));

        var state = await alone.Module.DbAsync(db => db.States.SingleAsync(s => s.Id == guest));
        Assert.Equal(("Guest", 0, true), (state.Name, state.Priority, state.IsPublic));
    }

    [Fact]
    public async Task Guest_can_neither_be_deleted_nor_renamed()
    {
        var guest = await module.DbAsync(db => db.FindGuestAsync(CancellationToken.None));
        var revision = await module.DbAsync(db => db.States.Where(s => s.Id == guest).Select(s => s.Revision).SingleAsync());

        Assert.True((await module.SendAsync(new DeleteStateRequest(guest, Admin)))!.IsGuest);
        await module.SendAsync(new EditStateRequest(guest, revision, "Visitor", 0, false, [], [], Root));
        var state = await module.DbAsync(db => db.States.AsNoTracking().SingleAsync(s => s.Id == guest));
        Assert.Equal(("Guest", true), (state.Name, state.IsPublic));
    }

    [Fact]
    public async Task The_second_of_two_admins_sees_the_conflict_and_nothing_is_lost()
    {
        var state = await SaveAsync(new Plan(module.Next()));
        await SaveAsync(state with { IsPublic = true });

        var late = await module.SendAsync(new EditStateRequest(state.Id, state.Revision, state.Name, state.Priority, false, [], [], Root));

        Assert.Equal("authentication.state.changed", late!.Refusal?.Code);
        Assert.True(await module.DbAsync(db => db.States.Where(s => s.Id == state.Id).Select(s => s.IsPublic).SingleAsync()));
        await module.SendAsync(new DeleteStateRequest(state.Id!.Value, Admin));
    }

    [Fact, Rule("AUTH-021")]
    public async Task Changed_permissions_move_nobody_but_tell_the_other_modules()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var state = await SaveAsync(new Plan(module.Next()) { Members = [(EntityKind.Corporation, corporation)] });
        await module.DeliverAsync();
        Assert.DoesNotContain("auth.timer_view", (await module.AccessAsync(pilot)).Permissions);

        await SaveAsync(state with { Permissions = ["auth.timer_view", "made.up"] });
        var told = await module.DbAsync(db => db.Outbox.Where(m => m.Name != "shared.change-recorded.v1").Select(m => m.Name).ToListAsync());

        Assert.Equal(["authentication.permissions-changed.v1"], told);
        Assert.Equal(["auth.timer_view"], (await module.AccessAsync(pilot)).Permissions);
    }

    [Fact]
    public async Task Another_name_is_told_to_the_other_modules_and_the_same_one_is_not()
    {
        var state = await SaveAsync(new Plan(module.Next()));
        await module.DeliverAsync();
        Assert.Empty(await ToldAsync());

        var raised = await SaveAsync(state with { Priority = module.Next() });
        Assert.Empty(await ToldAsync());

        await SaveAsync(raised with { Name = $"Renamed {module.Next()}" });
        Assert.Equal(["authentication.state-renamed.v1"], await ToldAsync());

        Task<List<string>> ToldAsync() => module.DbAsync(db => db.Outbox.Where(m => m.Name != "shared.change-recorded.v1").Select(m => m.Name).ToListAsync());
    }

    [Fact]
    public async Task Whatever_was_changed_is_written_down_with_who_did_it()
    {
        var state = await SaveAsync(new Plan(module.Next()));
        await SaveAsync(state with { Priority = module.Next(), Permissions = ["auth.timer_view"] });

        var changes = await ChangesOfAsync(state.Id!.Value);

        // Both happened in the same millisecond of the clock, so neither comes first.
        Assert.Equal([ChangeKind.Added, ChangeKind.Changed], changes.Select(c => c.Kind).Order());
        Assert.All(changes, c => Assert.Equal(Admin, c.Actor));
        var changed = changes.Single(c => c.Kind == ChangeKind.Changed);
        Assert.Contains(changed.Fields, f => f.Field == "authentication.audit.priority");
        Assert.Contains(changed.Fields, f => f.Field == "authentication.audit.permissions" && f.After == "auth.timer_view");
    }

    [Fact]
    public async Task Saving_a_state_for_a_thousand_users_takes_as_many_statements_as_for_a_hundred()
    {
        Assert.Equal(await CountStatementsAsync(100), await CountStatementsAsync(1000));
    }

    [Fact]
    public async Task However_many_users_it_moves_the_news_of_them_are_stored_by_one_insert()
    {
        await module.DeliverAsync();
        var corporation = await CrowdAsync(3_500);
        var state = await SaveAsync(new Plan(module.Next()));
        var tally = StatementCounter.Begin();

        await module.SendAsync(new EditStateRequest(state.Id, state.Revision, state.Name, state.Priority, false, [(EntityKind.Corporation, corporation)], [], Root));

        // One for what the admin changed, one for everybody whom it moved.
        Assert.Equal(2, tally.Statements.Sum(s => s.Split("INSERT INTO authentication.outbox").Length - 1));
        var told = await module.DbAsync(db => db.Outbox.AsNoTracking().OrderBy(m => m.Id).ToListAsync());
        Assert.Equal(4, told.Count(m => m.Name == "authentication.user-state-changed.v1"));
        Assert.All(told, m => Assert.Equal((0, null, module.Clock.GetUtcNow()), (m.Attempts, m.LastError, m.NextAttemptAt)));
        await module.DeliverAsync();
        Assert.Equal(0, await module.DbAsync(db => db.Outbox.CountAsync()));
    }

    private async Task<int> CountStatementsAsync(int users)
    {
        var corporation = await CrowdAsync(users);
        var state = await SaveAsync(new Plan(module.Next()));
        var tally = StatementCounter.Begin();

        var result = await module.SendAsync(
            new EditStateRequest(state.Id, state.Revision, state.Name, state.Priority, false, [(EntityKind.Corporation, corporation)], [], Root));

        Assert.Equal(users, result!.Moved);
        return tally.Statements.Count;
    }

    [Fact]
    public async Task What_could_not_be_saved_takes_its_news_with_it_and_both_can_be_saved_later()
    {
        await module.DeliverAsync();
        var name = (await SaveAsync(new Plan(module.Next()))).Name;
        await module.DeliverAsync();

        var later = await module.DbAsync(async db =>
        {
            var twin = new State(name, module.Next());
            db.States.Add(twin);
            db.Raise(new PermissionsChanged(Guid.CreateVersion7(), module.Clock.GetUtcNow(), new UserId(1), null, null));
            db.Raise(new PermissionsChanged(Guid.CreateVersion7(), module.Clock.GetUtcNow(), new UserId(2), null, null));
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            Assert.Equal(0, await db.Outbox.AsNoTracking().CountAsync());
            twin.Name = $"{name}-b";
            return await db.SaveChangesAsync();
        });

        Assert.Equal(3, later);
        Assert.Equal(2, await module.DbAsync(db => db.Outbox.CountAsync()));
        await module.DeliverAsync();
    }

    private async Task<int> CrowdAsync(int users)
    {
        var corporation = module.Next();
        await module.DbAsync(db => db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined,
                state, main_character_id, main_name, main_corporation_id, language)
            SELECT 'many_' || {corporation} || '_' || n, '', true, 1, false, false, 0, 0, now(), 1, {corporation}::bigint * 100000 + n, 'Pilot', {corporation}, ''
            FROM generate_series(1, {users}) n
            """));
        return corporation;
    }

    [Fact]
    public async Task Staff_change_no_grant_of_a_state_whatever_they_send()
    {
        var staff = Root with { IsSuperuser = false, IsStaff = true, Permissions = new HashSet<string>(StringComparer.Ordinal) { "auth.timer_view" } };
        var state = await SaveAsync(new Plan(module.Next()) { Permissions = ["auth.human_resources"] });

        var saved = await module.SendAsync(new EditStateRequest(state.Id, state.Revision, state.Name, state.Priority, false, [], ["auth.timer_view"], staff));

        Assert.Null(saved!.Refusal);
        Assert.Equal(["auth.human_resources"], await module.DbAsync(db => db.StatePermissions.Where(p => p.StateId == state.Id!.Value).Select(p => p.Permission).ToListAsync()));
    }

    [Fact]
    public async Task Saving_a_state_keeps_what_it_grants_of_modules_that_are_not_installed()
    {
        var id = await module.StateAsync(module.Next(), permissions: ["moonmining.basic_access", "auth.timer_view"]);
        var state = await module.DbAsync(db => db.States.AsNoTracking().SingleAsync(s => s.Id == id));

        var saved = await module.SendAsync(new EditStateRequest(id, state.Revision, state.Name, state.Priority, false, [], ["auth.optimer_view"], Root));

        Assert.Null(saved!.Refusal);
        var grants = await module.DbAsync(db => db.StatePermissions.Where(p => p.StateId == id).Select(p => p.Permission).Order().ToListAsync());
        Assert.Equal(["auth.optimer_view", "moonmining.basic_access"], grants);
        Assert.DoesNotContain((await ChangesOfAsync(id)).SelectMany(c => c.Fields), f => f.Before.Contains("moonmining", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filling_a_state_from_the_command_line_adds_to_it_and_is_written_down_as_done_by_nobody()
    {
        var corporation = module.Next();
        var id = await module.StateAsync(module.Next(), members: [new(EntityKind.Corporation, corporation)], permissions: ["auth.timer_view"]);
        var name = await module.DbAsync(db => db.States.Where(s => s.Id == id).Select(s => s.Name).SingleAsync());

        Assert.Empty(await module.SendAsync(new FillState(name, [], ["auth.optimer_view", "auth.timer_view"])));
        Assert.Empty(await module.SendAsync(new FillState(name, [], ["auth.optimer_view"])));

        var state = await module.DbAsync(db => db.States.AsNoTracking().Include(s => s.Members).Include(s => s.Permissions).SingleAsync(s => s.Id == id));
        Assert.Equal(corporation, Assert.Single(state.Members).EntityId);
        Assert.Equal(["auth.optimer_view", "auth.timer_view"], state.Permissions.Select(p => p.Permission).Order(StringComparer.Ordinal));
        var change = Assert.Single(await ChangesOfAsync(id));
        Assert.Equal(("authentication.audit.permissions", "auth.optimer_view", null), (change.Fields[0].Field, change.Fields[0].After, change.Actor));
    }

    private async Task<List<ChangeRecorded>> ChangesOfAsync(StateId state)
    {
        var told = await module.DbAsync(db => db.Outbox.AsNoTracking().Where(m => m.Name == "shared.change-recorded.v1").OrderBy(m => m.Id).Select(m => m.Payload).ToListAsync());
        return [.. told.Select(p => JsonSerializer.Deserialize<ChangeRecorded>(p, JsonSerializerOptions.Web)!).Where(c => c.Model == "state" && c.Item == state.ToString())];
    }

    private async Task<Plan> SaveAsync(Plan plan)
    {
        var name = plan.Name.Length > 0 ? plan.Name : $"State {plan.Priority}";
        var result = await module.SendAsync(new EditStateRequest(plan.Id, plan.Revision, name, plan.Priority, plan.IsPublic, plan.Members, plan.Permissions, Root));
        Assert.Null(result!.Refusal);
        return plan with { Id = result.Id, Name = name, Revision = plan.Revision + 1 };
    }

    private sealed record Plan(int Priority)
    {
        public StateId? Id { get; init; }

        public int Revision { get; init; }

        public string Name { get; init; } = "";

        public bool IsPublic { get; init; }

        public IReadOnlyCollection<(EntityKind Kind, long Id)> Members { get; init; } = [];

        public IReadOnlyCollection<string> Permissions { get; init; } = [];
    }

    private sealed class AloneModule : IAsyncDisposable
    {
        public ModuleFixture Module { get; } = new();

        public Task InitializeAsync() => Module.InitializeAsync();

        public async ValueTask DisposeAsync() => await Module.DisposeAsync();
    }
}
