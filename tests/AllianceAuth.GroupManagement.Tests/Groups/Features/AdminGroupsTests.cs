using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

public sealed class AdminGroupsTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string List = "/admin/groupmanagement/group/";

    private static readonly string[] AllRights =
    [
        GroupManagementPermissions.ViewAuthGroup, GroupManagementPermissions.ViewGroup,
        GroupManagementPermissions.AddAuthGroup, GroupManagementPermissions.AddGroup,
        GroupManagementPermissions.ChangeAuthGroup, GroupManagementPermissions.ChangeGroup,
        GroupManagementPermissions.DeleteAuthGroup, GroupManagementPermissions.DeleteGroup,
    ];

    [Fact, Rule("ADM-025"), Rule("GRP-004")]
    public async Task A_group_is_made_with_members_leaders_states_and_permissions_and_members_leave_it_by_the_same_form()
    {
        var (warden, pilot, leader) = (await site.WardenAsync(), await site.MemberAsync(), await site.MemberAsync());
        var page = await warden.OpenAsync($"{List}add/");

        var made = await page.SubmitAsync("#group-form", Fields(("name", "Admiralty"), ("description", "Plans."), ("members_add", pilot.Name), ("leaders_add", leader.Name)));

        Assert.Equal(List, made.Address.AbsolutePath);
        var group = (await site.SendAsync(new FindGroups(null))).Single(g => g.Name == "Admiralty").Group;
        Assert.True(await site.IsInAsync(pilot.User, group));
        var row = await site.DbAsync(db => db.Groups.AsNoTracking().SingleAsync(g => g.Id == group));
        Assert.Equal((true, true, "Plans."), (row.IsInternal, row.IsHidden, row.Description));
        Assert.Equal([leader.User.Value], row.Leaders);

        var form = await warden.OpenAsync($"{List}{group}/change/");
        form.Find($"input[name=members][value='{pilot.User}']").RemoveAttribute("checked");
        await form.SubmitAsync("#group-form");

        Assert.False(await site.IsInAsync(pilot.User, group));
        Assert.Equal([leader.User.Value], (await site.DbAsync(db => db.Groups.AsNoTracking().SingleAsync(g => g.Id == group))).Leaders);
    }

    [Fact, Rule("ADM-026"), Rule("GRP-006")]
    public async Task Reserved_names_and_names_of_other_groups_are_refused_beside_the_field_when_adding_and_renaming()
    {
        var warden = await site.WardenAsync();
        Assert.Null(await site.SendAsync(new ReserveGroupName("Bot Admins", "Discord's own", await ActorAsync())));
        var taken = await site.GroupAsync();
        var group = await site.GroupAsync();

        foreach (var (address, name) in new[] { ($"{List}add/", "BOT admins"), ($"{List}{group.Id}/change/", "bot admins"), ($"{List}{group.Id}/change/", taken.Name) })
        {
            var answer = await (await warden.OpenAsync(address)).SubmitAsync("#group-form", Fields(("name", name)));

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Equal("true", answer.Find("#field-name").GetAttribute("aria-invalid"));
        }

        Assert.Contains(await site.SendAsync(new FindGroups([group.Id])), g => g.Name == group.Name);
    }

    [Fact, Rule("GRP-005")]
    public async Task A_group_made_or_renamed_elsewhere_under_a_reserved_name_gets_a_number()
    {
        await site.SendAsync(new ReserveGroupName("moderators", "TeamSpeak's own", await ActorAsync()));

        var first = await site.SendAsync(new CreateGroup("Moderators"));
        var second = await site.SendAsync(new CreateGroup("MODERATORS"));
        var renamed = await site.GroupAsync();
        await site.SendAsync(new RenameGroup(renamed.Id, "moderators"));

        var names = (await site.SendAsync(new FindGroups([first, second, renamed.Id]))).ToDictionary(g => g.Group, g => g.Name);
        Assert.Equal(["Moderators_1", "MODERATORS_2", "moderators_3"], [names[first], names[second], names[renamed.Id]]);
    }

    [Fact, Rule("GRP-007"), Rule("GRP-008"), Rule("GRP-009")]
    public async Task A_name_is_reserved_in_lower_case_with_who_and_when_and_not_while_a_group_bears_it()
    {
        var warden = await site.WardenAsync();
        await site.GroupAsync(name: "Harbour Pilots");
        const string Path = "/admin/groupmanagement/reservedgroupname/";

        var refused = await (await warden.OpenAsync($"{Path}add/")).SubmitAsync("form:has([name=why])", Fields(("name", "harbour PILOTS"), ("why", "Theirs")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        await (await warden.OpenAsync($"{Path}add/")).SubmitAsync("form:has([name=why])", Fields(("name", "Server Boosters"), ("why", "Discord's")));

        var reserved = (await site.SendAsync(new FindReservedGroupNames())).Single(r => r.Name == "server boosters");
        Assert.Equal((Furnishing.AdminName, "Discord's"), (reserved.CreatedBy, reserved.Reason));
        Assert.NotEqual(default, reserved.CreatedAt);
        Assert.DoesNotContain(await site.SendAsync(new FindReservedGroupNames()), r => r.Name == "harbour pilots");
        var refusal = await site.SendAsync(new ReserveGroupName("HARBOUR pilots", "x", await ActorAsync()));
        Assert.Equal("authentication.reserved.taken", refusal?.Code);
    }

    [Fact, Rule("ADM-027"), Rule("GRP-049")]
    public async Task Saving_a_group_with_states_starts_the_job_that_removes_the_others()
    {
        var (warden, guest) = (await site.WardenAsync(), await site.GuestAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, guest.User);
        var form = await warden.OpenAsync($"{List}{group.Id}/change/");
        form.Find($"input[name=states][value='{site.Member}']").SetAttribute("checked", "checked");

        await form.SubmitAsync("#group-form");

        await Eventually.TrueAsync(async () => !await site.IsInAsync(guest.User, group.Id), "the guest to be removed");
    }

    [Fact, Rule("ADM-006"), Rule("ADM-007")]
    public async Task Staff_change_no_member_of_a_restricted_group_and_save_the_rest()
    {
        var (staff, pilot) = (await StaffAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, pilot.User);
        await site.SendAsync(new RestrictGroup(group.Id, true, null));
        var before = await site.DbAsync(async db =>
        {
            var own = await db.Groups.SingleAsync(g => g.Id == group.Id);
            (own.IsInternal, own.IsOpen, own.IsPublic, own.States, own.Leaders, own.LeaderGroups) = (true, true, true, [site.Member.Value], [pilot.User.Value], [group.Id.Value]);
            await db.SaveChangesAsync();
            return own;
        });
        var form = await staff.OpenAsync($"{List}{group.Id}/change/");
        Assert.Null(form.Document.QuerySelector("input[name=members_add]"));
        Assert.True(form.Find("#field-restricted").HasAttribute("disabled"));

        await form.SubmitAsync("#group-form", Fields(("description", "Still ours.")));
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        var after = await site.DbAsync(db => db.Groups.AsNoTracking().SingleAsync(g => g.Id == group.Id));
        Assert.Equal("Still ours.", after.Description);
        Assert.Equivalent(
            (before.IsInternal, before.IsOpen, before.IsPublic, before.States, before.Leaders, before.LeaderGroups),
            (after.IsInternal, after.IsOpen, after.IsPublic, after.States, after.Leaders, after.LeaderGroups));

        var forged = await staff.ForgeAsync($"{List}{group.Id}/change/", ("name", group.Name), ("revision", "1"), ("members_were", $"{pilot.User}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forged.Status);
        Assert.Contains(site.Say("groupmanagement.edit.restricted.refused", group.Name), forged.AllText, StringComparison.Ordinal);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
    }

    [Theory, Rule("ADM-006")]
    [InlineData("leaders")]
    [InlineData("leadergroups_add")]
    [InlineData("open")]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("states")]
    public async Task Staff_let_nobody_into_a_restricted_group_by_its_leaders_flags_or_states(string field)
    {
        var staff = await StaffAsync();
        var group = await site.GroupAsync();
        await site.SendAsync(new RestrictGroup(group.Id, true, null));
        var form = await staff.OpenAsync($"{List}{group.Id}/change/");
        Assert.All(form.Document.QuerySelectorAll("#field-open, #field-public, #field-internal, input[name=states]"), box => Assert.True(box.HasAttribute("disabled")));
        Assert.Null(form.Document.QuerySelector("input[name=leaders_add], input[name=leadergroups_add]"));
        var before = await RulesAsync();

        var forged = await staff.ForgeAsync($"{List}{group.Id}/change/", ("name", group.Name), ("revision", "0"), (field, field is "leaders" or "states" ? "1" : "true"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, forged.Status);
        Assert.Contains(site.Say("groupmanagement.edit.restricted.refused", group.Name), forged.AllText, StringComparison.Ordinal);
        Assert.Equivalent(before, await RulesAsync());

        Task<SelfServiceGroup> RulesAsync() => site.DbAsync(db => db.Groups.AsNoTracking().SingleAsync(g => g.Id == group.Id));
    }

    [Fact]
    public async Task Staff_cannot_grant_or_unrestrict_by_a_form_made_by_hand()
    {
        var staff = await StaffAsync();
        var group = await site.GroupAsync();
        var page = await staff.OpenAsync($"{List}{group.Id}/change/");
        Assert.Null(page.Document.QuerySelector("input[name=permissions]"));

        foreach (var field in new[] { ("permissions", "auth.timer_management"), ("permissions_listed", "true"), ("restricted", "true") })
        {
            var answer = await staff.ForgeAsync($"{List}{group.Id}/change/", ("name", group.Name), ("revision", "0"), field);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains(site.Say("groupmanagement.edit.superuseronly"), answer.AllText, StringComparison.Ordinal);
        }

        Assert.Empty(await site.SendAsync(new FindGroupPermissions([group.Id])));
        Assert.False((await site.SendAsync(new FindGroups([group.Id]))).Single().IsRestricted);
    }

    [Fact]
    public async Task Without_the_doubled_rights_the_pages_are_closed()
    {
        var half = await StaffAsync(GroupManagementPermissions.ViewAuthGroup, GroupManagementPermissions.ChangeAuthGroup);
        var viewer = await StaffAsync(GroupManagementPermissions.ViewAuthGroup, GroupManagementPermissions.ViewGroup);
        var group = await site.GroupAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await half.OpenAsync(List)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await half.OpenAsync($"{List}{group.Id}/change/")).Status);
        var form = await viewer.OpenAsync($"{List}{group.Id}/change/");
        Assert.Equal(HttpStatusCode.OK, form.Status);
        Assert.Null(form.Document.QuerySelector("#group-form button.btn-primary"));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.ForgeAsync($"{List}{group.Id}/change/", ("name", "Mine"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.OpenAsync($"{List}add/")).Status);
    }

    [Fact]
    public async Task The_second_of_two_admins_with_the_same_page_is_told_and_nothing_is_lost()
    {
        var warden = await site.WardenAsync();
        var group = await site.GroupAsync();
        var (first, second) = (await warden.OpenAsync($"{List}{group.Id}/change/"), await warden.OpenAsync($"{List}{group.Id}/change/"));
        await first.SubmitAsync("#group-form", Fields(("description", "First.")));

        var answer = await second.SubmitAsync("#group-form", Fields(("description", "Second.")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(site.Say("groupmanagement.edit.changed", group.Name), answer.AllText, StringComparison.Ordinal);
        Assert.Equal("Second.", answer.Find("textarea[name=description]").TextContent);
        Assert.Equal("First.", (await site.DbAsync(db => db.Groups.AsNoTracking().SingleAsync(g => g.Id == group.Id))).Description);
    }

    [Fact]
    public async Task Deleting_a_group_says_first_what_goes_with_it_and_every_edit_is_in_its_history()
    {
        var (warden, pilot) = (await site.WardenAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, pilot.User);
        await (await warden.OpenAsync($"{List}{group.Id}/change/")).SubmitAsync("#group-form", Fields(("description", "Soon gone.")));
        await site.DeliverEventsAsync();
        Assert.Contains("Soon gone.", (await warden.OpenAsync($"{List}{group.Id}/history/")).AllText, StringComparison.Ordinal);

        var question = await warden.OpenAsync($"{List}{group.Id}/delete/");
        Assert.Contains(site.Say("groupmanagement.goes.members.one", "1"), question.AllText, StringComparison.Ordinal);
        Assert.True(await site.IsInAsync(pilot.User, group.Id));
        await question.SubmitAsync($"form[action='{List}{group.Id}/delete/']");

        Assert.DoesNotContain(await site.SendAsync(new FindGroups(null)), g => g.Group == group.Id);
        Assert.False(await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact, Rule("GRP-059")]
    public async Task Taking_a_permission_from_a_group_is_told_to_whoever_keeps_something_for_its_members()
    {
        var group = await site.GroupAsync();
        await site.SendAsync(new SetGroupPermissions(group.Id, ["auth.timer_view"], null));
        var before = await site.EventsAsync("authentication.permissions-changed.v1");

        await site.SendAsync(new SetGroupPermissions(group.Id, [], null));

        Assert.Equal(before + 1, await site.EventsAsync("authentication.permissions-changed.v1"));
    }

    [Fact, Rule("ADM-028")]
    public async Task Leaders_are_sorted_by_user_name_and_leader_groups_by_name_whatever_their_case()
    {
        var (warden, one, two) = (await site.WardenAsync(), await site.MemberAsync(), await site.MemberAsync());
        var (b, a) = (await site.GroupAsync(name: "beta officers"), await site.GroupAsync(name: "Alpha officers"));
        var group = await site.GroupAsync(g => (g.Leaders, g.LeaderGroups) = (new[] { two.User.Value, one.User.Value }, new[] { b.Id.Value, a.Id.Value }));
        var names = (await site.SendAsync(new FindUsers([one.User, two.User]))).OrderBy(u => u.UserName, StringComparer.OrdinalIgnoreCase).Select(u => u.User.ToString());

        var form = await warden.OpenAsync($"{List}{group.Id}/change/");

        Assert.Equal(names, form.Document.QuerySelectorAll("input[name=leaders]").Select(i => i.GetAttribute("value")));
        Assert.Equal([a.Id.ToString(), b.Id.ToString()], form.Document.QuerySelectorAll("input[name=leadergroups]").Select(i => i.GetAttribute("value")));
    }

    [Fact]
    public async Task The_preview_shows_what_new_permissions_do_and_saves_nothing()
    {
        var (warden, pilot) = (await site.WardenAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, pilot.User);
        var form = await warden.OpenAsync($"{List}{group.Id}/change/");
        form.Find("input[name=permissions][value='auth.timer_management']").SetAttribute("checked", "checked");
        form.Find("#group-form").SetAttribute("action", $"{List}{group.Id}/change/preview/");

        var preview = await form.SubmitAsync("#group-form", partial: true);

        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Contains(pilot.Name, preview.AllText, StringComparison.Ordinal);
        Assert.Empty(await site.SendAsync(new FindGroupPermissions([group.Id])));
    }

    [Fact]
    public async Task The_preview_of_an_edit_that_grants_and_takes_in_at_once_shows_both()
    {
        var (warden, inside, coming) = (await site.WardenAsync(), await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, inside.User);
        await site.SendAsync(new SetGroupPermissions(group.Id, ["auth.optimer_view"], null));
        var form = await warden.OpenAsync($"{List}{group.Id}/change/");
        form.Find("input[name=permissions][value='auth.timer_management']").SetAttribute("checked", "checked");
        form.Find("#group-form").SetAttribute("action", $"{List}{group.Id}/change/preview/");

        var preview = await form.SubmitAsync("#group-form", Fields(("members_add", coming.Name)), partial: true);

        var gains = preview.Document.QuerySelectorAll("ul.diff > li").ToDictionary(li => li.QuerySelector("a, b")!.TextContent.Trim(), li => li.QuerySelector(".what")!.TextContent, StringComparer.Ordinal);
        Assert.Contains("auth.timer_management", gains[inside.Name], StringComparison.Ordinal);
        Assert.DoesNotContain("auth.optimer_view", gains[inside.Name], StringComparison.Ordinal);
        Assert.Contains("auth.timer_management", gains[coming.Name], StringComparison.Ordinal);
        Assert.Contains("auth.optimer_view", gains[coming.Name], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_groups_costs_at_most_four_statements()
    {
        var warden = await site.WardenAsync();
        await site.GroupAsync();
        await warden.OpenAsync(List);

        Assert.InRange((await warden.OpenAsync($"{List}?sort=-members")).Statements, 0, 4);
    }

    private async Task<GroupPilot> StaffAsync(params string[] rights)
    {
        var pilot = await site.MemberAsync();
        await site.ReadAsync<int>($"UPDATE authentication.users SET is_staff = true WHERE id = {pilot.User}");
        foreach (var right in rights.Length == 0 ? AllRights : rights)
        {
            await site.GrantAsync(pilot.User, right);
        }

        return pilot;
    }

    private async Task<UserId> ActorAsync() => (await site.SendAsync(new FindUsersWithPermission("any.thing")))[0];

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
}
