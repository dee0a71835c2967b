using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.EditUser;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class AccessTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact, Rule("AUTH-071"), Rule("AUTH-077")]
    public async Task A_user_may_what_state_groups_and_own_grants_allow_and_a_change_shows_at_once()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        await module.StateAsync(module.Next(), false, [new(EntityKind.Corporation, corporation)], "auth.timer_view");
        await module.DecideAsync(pilot);
        await module.DeliverAsync();
        var group = await module.SendAsync(new CreateGroup($"Group {module.Next()}"));
        await module.SendAsync(new SetGroupPermissions(group, ["auth.optimer_view"], Actor: null));
        Assert.Equal(["auth.timer_view"], (await module.AccessAsync(pilot)).Permissions);

        await module.SendAsync(new AddToGroups([new(pilot, group)], Actor: null, "authentication.audit.group"));
        Assert.Equal(["auth.optimer_view", "auth.timer_view"], (await module.AccessAsync(pilot)).Permissions.Order(StringComparer.Ordinal));

        Assert.Null((await EditAsync(pilot, permissions: ["auth.srp_management"], groups: [group]))!.Refusal);
        var all = await module.AccessAsync(pilot);
        Assert.Equal(["auth.optimer_view", "auth.srp_management", "auth.timer_view"], all.Permissions.Order(StringComparer.Ordinal));

        await module.SendAsync(new RemoveFromGroups([new(pilot, group)], Actor: null, "authentication.audit.group"));
        Assert.DoesNotContain("auth.optimer_view", (await module.AccessAsync(pilot)).Permissions);
    }

    [Fact]
    public async Task Who_has_an_underscore_in_the_name_is_found_by_it_and_nobody_else()
    {
        var number = module.Next();
        var (pilot, other) = (await module.PilotAsync(module.Next()), await module.PilotAsync(module.Next()));
        await module.DbAsync(db => db.Users.Where(u => u.Id == pilot).ExecuteUpdateAsync(u => u.SetProperty(x => x.UserName, $"Vex_{number}")));
        await module.DbAsync(db => db.Users.Where(u => u.Id == other).ExecuteUpdateAsync(u => u.SetProperty(x => x.UserName, $"VexA{number}")));

        Assert.Equal([pilot], (await module.SendAsync(new SearchUsers($"vex_{number}"))).Select(u => u.User));
        Assert.Equal(pilot, await module.SendAsync(new FindUserByName($"vex_{number}")));
    }

    [Fact, Rule("AUTH-072"), Rule("AUTH-020")]
    public async Task A_switched_off_user_may_nothing_is_a_guest_and_nobody_is_told_of_a_state()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        await module.StateAsync(module.Next(), false, [new(EntityKind.Corporation, corporation)], "auth.timer_view");
        await module.DecideAsync(pilot);
        await EditAsync(pilot, permissions: ["auth.srp_management"]);
        await module.DeliverAsync();
        var before = await module.AccessAsync(pilot);

        await EditAsync(pilot, active: false, permissions: ["auth.srp_management"]);

        var after = await module.AccessAsync(pilot);
        Assert.NotEmpty(before.Permissions);
        Assert.Equal((false, "Guest", 0), (after.IsActive, after.StateName, after.Permissions.Count));
        Assert.False(after.Has("auth.srp_management"));
        Assert.NotEqual(before.SessionGeneration, after.SessionGeneration);
        Assert.Equal(["authentication.user-deactivated.v1"], await module.DbAsync(db => db.Outbox.Where(m => m.Name != "shared.change-recorded.v1").Select(m => m.Name).ToListAsync()));
    }

    [Fact, Rule("AUTH-019")]
    public async Task Switching_a_user_on_again_gives_the_state_back()
    {
        var corporation = module.Next();
        var pilot = await module.PilotAsync(corporation);
        var state = await module.StateAsync(module.Next(), members: [new(EntityKind.Corporation, corporation)]);
        await module.DecideAsync(pilot);
        await EditAsync(pilot, active: false);

        await EditAsync(pilot, active: true);

        Assert.Equal(state, (await module.AccessAsync(pilot)).State);
    }

    [Fact, Rule("AUTH-073")]
    public async Task An_active_superuser_may_everything()
    {
        await module.SendAsync(new CreateSuperuser("access_root", "", "stillborn-comet-84-lantern"));
        var root = await module.DbAsync(db => db.Users.Where(u => u.UserName == "access_root").Select(u => u.Id).SingleAsync());

        Assert.True((await module.AccessAsync(root)).Has("whatever.it_is"));
    }

    [Fact, Rule("AUTH-075")]
    public async Task The_old_state_s_permissions_go_with_it_and_the_new_one_s_come()
    {
        var (old, now) = (module.Next(), module.Next());
        var pilot = await module.PilotAsync(old);
        await module.StateAsync(module.Next(), false, [new(EntityKind.Corporation, old)], "auth.timer_view");
        await module.StateAsync(module.Next(), false, [new(EntityKind.Corporation, now)], "auth.optimer_view");
        await module.DecideAsync(pilot);
        await module.DeliverAsync();
        Assert.Equal(["auth.timer_view"], (await module.AccessAsync(pilot)).Permissions);

        var main = await module.MainOfAsync(pilot);
        module.Eve.Fly(main, "Pilot", now);
        await module.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), module.Clock.GetUtcNow(), [main]));

        Assert.Equal(["auth.optimer_view"], (await module.AccessAsync(pilot)).Permissions);
    }

    [Fact, Rule("AUTH-076")]
    public void Permissions_bear_the_names_of_Alliance_Auth()
    {
        string[] expected =
        [
            "authentication.add_state", "authentication.change_state", "authentication.delete_state", "authentication.view_state",
            "authentication.add_user", "authentication.change_user", "authentication.delete_user", "authentication.view_user",
            "authentication.add_permission", "authentication.change_permission", "authentication.delete_permission", "authentication.view_permission",
            "auth.add_user", "auth.change_user", "auth.delete_user", "auth.view_user",
            "auth.add_group", "auth.change_group", "auth.delete_group", "auth.view_group",
            "auth.add_permission", "auth.change_permission", "auth.delete_permission", "auth.view_permission",
            "permissions_tool.add_permissionstool", "permissions_tool.change_permissionstool", "permissions_tool.delete_permissionstool",
            "permissions_tool.view_permissionstool", "permissions_tool.audit_permissions", "authentication.view_characterownership",
            "authentication.change_userprofile", "authentication.change_characterownership", "authentication.delete_characterownership",
            "authentication.add_ownershiprecord", "authentication.change_ownershiprecord", "authentication.delete_ownershiprecord",
            "authentication.view_ownershiprecord", "auth.group_management", "auth.logging_notifications", "auth.jabber_broadcast",
            "auth.jabber_broadcast_all", "auth.timer_view", "auth.timer_management", "auth.optimer_view", "auth.optimer_management",
            "auth.srp_management", "auth.human_resources", "auth.fleetactivitytracking", "auth.fleetactivitytracking_statistics",
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), new AuthenticationModule().Permissions.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Access_takes_one_statement_cold_and_none_warm_and_one_for_many()
    {
        UserId[] pilots = [await module.PilotAsync(), await module.PilotAsync(), await module.PilotAsync()];
        await module.DeliverAsync();
        var tally = StatementCounter.Begin();

        await module.AccessAsync(pilots[0]);
        var cold = tally.Statements.Count;
        await module.AccessAsync(pilots[0]);
        var warm = tally.Statements.Count - cold;
        await module.SendAsync(new AccessOf(pilots));

        Assert.Equal((1, 0, 2), (cold, warm, tally.Statements.Count));
    }

    [Fact]
    public async Task Everybody_who_holds_a_permission_is_found_whatever_the_path()
    {
        var corporation = module.Next();
        var (byState, byGroup, byGrant, off) = (await module.PilotAsync(corporation), await module.PilotAsync(), await module.PilotAsync(), await module.PilotAsync());
        await module.StateAsync(module.Next(), false, [new(EntityKind.Corporation, corporation)], "auth.human_resources");
        await module.DecideAsync(byState);
        var group = await module.SendAsync(new CreateGroup($"Group {module.Next()}"));
        await module.SendAsync(new SetGroupPermissions(group, ["auth.human_resources"], Actor: null));
        await module.SendAsync(new AddToGroups([new(byGroup, group)], Actor: null, "authentication.audit.group"));
        await EditAsync(byGrant, permissions: ["auth.human_resources"]);
        await EditAsync(off, active: false, permissions: ["auth.human_resources"]);

        var found = await module.SendAsync(new FindUsersWithPermission("auth.human_resources"));

        Assert.Equal([byState, byGroup, byGrant], found.Where(u => u == byState || u == byGroup || u == byGrant || u == off));
    }

    [Fact]
    public async Task Adding_to_a_group_twice_tells_once_and_a_deleted_group_tells_its_members()
    {
        var pilot = await module.PilotAsync();
        var group = await module.SendAsync(new CreateGroup($"Group {module.Next()}"));
        await module.DeliverAsync();
        await module.SendAsync(new AddToGroups([new(pilot, group), new(pilot, group)], Actor: null, "authentication.audit.group"));
        await module.SendAsync(new AddToGroups([new(pilot, group)], Actor: null, "authentication.audit.group"));

        Assert.Equal(["authentication.group-membership-changed.v1"], await module.DbAsync(db => db.Outbox.Where(m => m.Name != "shared.change-recorded.v1").Select(m => m.Name).ToListAsync()));
        Assert.True((await module.AccessAsync(pilot)).IsIn(group));

        await module.SendAsync(new DeleteGroup(group));
        Assert.Empty((await module.AccessAsync(pilot)).Groups);
    }

    [Fact]
    public async Task Saving_a_user_keeps_what_they_were_granted_of_modules_that_are_not_installed()
    {
        var pilot = await module.PilotAsync();
        await module.DbAsync(async db =>
        {
            db.UserPermissions.Add(new UserPermission(pilot, "moonmining.basic_access"));
            return await db.SaveChangesAsync();
        });

        Assert.Null((await EditAsync(pilot, permissions: ["auth.timer_view", "made.up"]))!.Refusal);

        Assert.Equal(["auth.timer_view", "moonmining.basic_access"], (await module.AccessAsync(pilot)).Permissions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Staff_lift_nobody_up_whatever_they_send_and_nobody_edits_themselves()
    {
        var pilot = await module.PilotAsync();
        var admin = new AccessSnapshot { User = new UserId(-5), UserName = "admin", IsActive = true, IsStaff = true, State = new StateId(1), StateName = "Guest", Permissions = new HashSet<string>(StringComparer.Ordinal) { "auth.timer_view" } };

        Assert.Null((await EditAsync(pilot, actor: admin, superuser: true, permissions: ["auth.timer_view"]))!.Refusal);
        Assert.False((await module.UserAsync(pilot)).IsSuperuser);
        Assert.Empty((await module.AccessAsync(pilot)).Permissions);
        Assert.Equal("authentication.user.own", (await EditAsync(pilot, actor: admin with { User = pilot }, permissions: []))!.Refusal!.Code);
        Assert.Equal("authentication.user.ownlockout", (await EditAsync(pilot, actor: admin with { User = pilot, IsSuperuser = true }, active: false))!.Refusal!.Code);
    }

    private async Task<EditUserResult?> EditAsync(
        UserId user, bool active = true, bool superuser = false, IReadOnlyCollection<string>? permissions = null, IReadOnlyCollection<GroupId>? groups = null, AccessSnapshot? actor = null)
    {
        var revision = (await module.UserAsync(user)).Revision;
        var root = new AccessSnapshot { User = new UserId(-9), UserName = "root", IsActive = true, IsStaff = true, IsSuperuser = true, State = new StateId(1), StateName = "Guest" };
        return await module.SendAsync(new EditUserRequest(user, revision, new WantedUser(active, false, superuser, permissions ?? [], groups ?? []), actor ?? root));
    }
}
