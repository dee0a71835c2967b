using System.Globalization;
using System.Net;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>Staff, superusers, and the forms they send by hand.</summary>
public sealed class UserAdminTests(AdminSite site) : IClassFixture<AdminSite>
{
    [Fact, Rule("ADM-001")]
    public async Task Only_staff_opens_the_administration_and_strangers_are_asked_to_sign_in()
    {
        var (pilot, _) = await site.PilotAsync();
        var (staff, _) = await site.StaffAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await pilot.GetAsync("/admin/")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await pilot.GetAsync(AdminSite.Users)).Status);
        Assert.Equal(HttpStatusCode.OK, (await staff.GetAsync("/admin/")).Status);
        var stranger = await site.NewVisitor().OpenAsync(AdminSite.Users);
        Assert.Contains("/login", stranger.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact, Rule("ADM-002"), Rule("ADM-019")]
    public async Task Staff_without_permissions_sees_nothing_but_the_list_of_permissions()
    {
        var (staff, _) = await site.StaffAsync();

        var index = await staff.OpenAsync("/admin/");
        var links = index.Document.QuerySelectorAll("main a[href^='/admin/']").Select(a => a.GetAttribute("href")).Where(h => h != "/admin/").ToList();

        Assert.Equal(["/admin/auth/permission/"], links);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync(AdminSite.Users)).Status);
        var list = await staff.OpenAsync("/admin/auth/permission/");
        Assert.Equal(HttpStatusCode.OK, list.Status);
        Assert.Null(list.Document.QuerySelector("main a[href^='/admin/'][href$='/add/']"));
        Assert.Null(list.Document.QuerySelector("#bulk"));
    }

    [Fact, Rule("ADM-018")]
    public async Task Permissions_are_searched_by_codename_and_filtered_by_app()
    {
        var root = await site.RootAsync();

        var found = await root.OpenAsync("/admin/auth/permission/?q=optimer_view&size=200");
        var eve = await root.OpenAsync("/admin/auth/permission/?app=eveonline&size=200");

        Assert.Equal(["auth.optimer_view"], Heads(found));
        Assert.All(Heads(eve), name => Assert.StartsWith("eveonline.", name, StringComparison.Ordinal));
        Assert.NotEmpty(Heads(eve));
    }

    [Fact, Rule("ADM-003"), Rule("ADM-013")]
    public async Task Each_right_opens_its_own_page_and_no_other()
    {
        var user = await site.UserAsync();
        var (viewer, _) = await site.StaffAsync("auth.view_user", "authentication.view_user");
        var (half, _) = await site.StaffAsync("auth.view_user");

        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync(AdminSite.Users)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await half.GetAsync(AdminSite.Users)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync($"{AdminSite.Users}{user}/delete/")).Status);
        var page = await viewer.OpenAsync($"{AdminSite.Users}{user}/change/");
        Assert.Null(page.Document.QuerySelector("#user-form button"));
        var forged = await viewer.PostAsync($"{AdminSite.Users}{user}/change/", [Token(page), new("revision", "0"), new("active", "false")]);
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        Assert.True(await site.ReadAsync<bool>($"SELECT is_active FROM authentication.users WHERE id = {user}"));
    }

    [Fact]
    public async Task The_form_of_a_superuser_has_what_the_form_of_staff_has_not()
    {
        var user = await site.UserAsync();
        var (staff, _) = await site.StaffAsync(AdminSite.AllOfUsers);
        var root = await site.RootAsync();

        var full = await root.OpenAsync($"{AdminSite.Users}{user}/change/");
        var limited = await staff.OpenAsync($"{AdminSite.Users}{user}/change/");

        foreach (var name in new[] { "staff", "superuser", "permissions" })
        {
            Assert.NotNull(full.Document.QuerySelector($"#user-form [name={name}]"));
            Assert.Null(limited.Document.QuerySelector($"#user-form [name={name}]"));
        }
    }

    [Theory, Rule("ADM-039")]
    [InlineData("staff", "true", "is_staff")]
    [InlineData("superuser", "true", "is_superuser")]
    public async Task A_hand_made_post_of_staff_lifts_nobody_up(string field, string value, string column)
    {
        var user = await site.UserAsync();
        var (staff, me) = await site.StaffAsync(AdminSite.AllOfUsers);

        foreach (var victim in new[] { user, me })
        {
            var page = await staff.OpenAsync($"{AdminSite.Users}{victim}/change/");
            await staff.PostAsync($"{AdminSite.Users}{victim}/change/", [Token(page), new("revision", "0"), new("active", "true"), new(field, value)]);
        }

        Assert.False(await site.ReadAsync<bool>($"SELECT {column} FROM authentication.users WHERE id = {user}"));
        Assert.False(await site.ReadAsync<bool>($"SELECT is_superuser FROM authentication.users WHERE id = {me}"));
    }

    [Fact, Rule("ADM-039")]
    public async Task A_hand_made_post_of_staff_grants_and_takes_no_permission()
    {
        var user = await site.UserAsync();
        await site.ExecuteAsync($"INSERT INTO authentication.user_permissions (user_id, permission) VALUES ({user}, 'auth.timer_view')");
        var (staff, _) = await site.StaffAsync([.. AdminSite.AllOfUsers, "auth.timer_management"]);
        var page = await staff.OpenAsync($"{AdminSite.Users}{user}/change/");

        var saved = await staff.PostAsync($"{AdminSite.Users}{user}/change/", [Token(page), new("revision", "0"), new("active", "true"), new("permissions", "auth.timer_management")]);

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("auth.timer_view", await site.ReadAsync<string>($"SELECT string_agg(permission, ',') FROM authentication.user_permissions WHERE user_id = {user}"));
    }

    [Fact, Rule("ADM-007")]
    public async Task Staff_neither_adds_nor_removes_a_restricted_group_but_saves_a_user_who_is_in_one()
    {
        var user = await site.UserAsync();
        var (guarded, open) = (await site.GroupAsync(AdminSite.Unique("Guarded"), isRestricted: true), await site.GroupAsync(AdminSite.Unique("Open")));
        var (staff, _) = await site.StaffAsync(AdminSite.AllOfUsers);
        var root = await site.RootAsync();

        var added = await SaveAsync(staff, user, guarded, open);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, added.Status);
        Assert.Equal(0, await CountGroupsAsync(user));

        Assert.Equal(HttpStatusCode.SeeOther, (await SaveAsync(root, user, guarded)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await SaveAsync(staff, user, guarded, open)).Status);
        Assert.Equal(2, await CountGroupsAsync(user));

        var removed = await SaveAsync(staff, user, open);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, removed.Status);
        Assert.Equal(2, await CountGroupsAsync(user));
    }

    [Fact, Rule("ADM-015"), Rule("ADM-039")]
    public async Task A_hand_made_post_of_staff_changes_no_grant_of_a_state()
    {
        var root = await site.RootAsync();
        var (staff, _) = await site.StaffAsync("authentication.view_state", "authentication.change_state", "authentication.add_state", "auth.timer_management");
        var page = await staff.OpenAsync($"{AdminSite.States}3/change/");
        Assert.Null(page.Document.QuerySelector("[name=permissions]"));
        Assert.NotNull((await root.OpenAsync($"{AdminSite.States}3/change/")).Document.QuerySelector("[name=permissions]"));
        var name = AdminSite.Unique("Forged");

        await staff.PostAsync($"{AdminSite.States}3/change/", [Token(page), Hidden(page, "revision"), new("name", "Member"), new("priority", "100"), new("permissions", "auth.timer_management")]);
        var add = await staff.OpenAsync($"{AdminSite.States}add/");
        await staff.PostAsync($"{AdminSite.States}add/", [Token(add), Hidden(add, "revision"), new("name", name), new("priority", "7301"), new("permissions", "auth.timer_management")]);

        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.states WHERE name = '{name}'"));
        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM authentication.state_permissions WHERE permission = 'auth.timer_management'"));
    }

    [Fact, Rule("ADM-014")]
    public async Task Guest_keeps_its_name_and_its_lists_and_cannot_be_deleted()
    {
        var root = await site.RootAsync();
        var page = await root.OpenAsync($"{AdminSite.States}1/change/");
        Assert.Null(page.Document.QuerySelector("[name=name], [name=public], [name=alliances_add]"));
        Assert.NotNull(page.Document.QuerySelector("[name=priority]"));

        await root.PostAsync($"{AdminSite.States}1/change/", [Token(page), Hidden(page, "revision"), new("name", "Nobody"), new("priority", "0"), new("alliances", "99000001")]);
        var confirm = await root.OpenAsync($"{AdminSite.States}1/delete/");
        await root.PostAsync($"{AdminSite.States}1/delete/", [Token(confirm)]);

        Assert.Equal("Guest", await site.ReadAsync<string>("SELECT name FROM authentication.states WHERE id = 1"));
        Assert.True(await site.ReadAsync<bool>("SELECT is_public FROM authentication.states WHERE id = 1"));
        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM authentication.state_members WHERE state_id = 1"));
    }

    [Fact, Rule("ADM-033"), Rule("ADM-037"), Rule("ADM-034")]
    public async Task Deleting_a_user_names_what_goes_and_leaves_a_history_of_who_did_it()
    {
        var name = AdminSite.Unique("leaver");
        var user = await site.UserAsync(name);
        await site.ExecuteAsync($"INSERT INTO authentication.user_permissions (user_id, permission) VALUES ({user}, 'auth.timer_view')");
        var root = await site.RootAsync();

        var confirm = await root.OpenAsync($"{AdminSite.Users}{user}/delete/");
        Assert.Contains("1 granted permission", confirm.Text("#consequences"), StringComparison.Ordinal);
        var done = await confirm.SubmitAsync("#confirm-form", button: "button");
        await site.DeliverEventsAsync();

        Assert.Equal(AdminSite.Users, done.Address.AbsolutePath);
        Assert.Equal(0, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.users WHERE id = {user}"));
        var history = await root.OpenAsync($"{AdminSite.Users}{user}/history/");
        Assert.Contains("deleted", history.Text("#history"), StringComparison.Ordinal);
        Assert.Contains(name, history.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("ADM-040")]
    public async Task Every_change_of_a_user_is_kept_with_before_after_and_who()
    {
        var user = await site.UserAsync();
        var group = await site.GroupAsync(AdminSite.Unique("Scouts"));
        var root = await site.RootAsync();

        await SaveAsync(root, user, [group], [new("staff", "true"), new("permissions", "auth.timer_view")]);
        await site.DeliverEventsAsync();
        await site.DeliverEventsAsync();

        var history = (await root.OpenAsync($"{AdminSite.Users}{user}/history/")).Text("#history");
        Assert.Contains("root", history, StringComparison.Ordinal);
        Assert.Contains("staff: No → Yes", history, StringComparison.Ordinal);
        Assert.Contains("permissions: + auth.timer_view", history, StringComparison.Ordinal);
        Assert.Contains("groups: + Scouts", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_of_a_group_knows_why_its_members_changed()
    {
        var user = await site.UserAsync();
        var group = await site.GroupAsync(AdminSite.Unique("Scouts"));

        await SaveAsync(await site.RootAsync(), user, [group], []);
        await site.DeliverEventsAsync();

        Assert.Equal("authentication.cause.admin", await site.ReadAsync<string>($"SELECT cause FROM admin.changes WHERE model = 'group' AND item = '{group}' AND cause IS NOT NULL"));
    }

    [Fact]
    public async Task Ticked_users_are_switched_off_at_once_and_oneself_is_not_among_them()
    {
        var (first, second) = (await site.UserAsync(), await site.UserAsync());
        var root = await site.RootAsync();
        var list = await root.OpenAsync($"{AdminSite.Users}?size=200");

        var confirm = await root.PostAsync($"{AdminSite.Users}act/", [Token(list), new("action", "switchoff"), new("items", first.ToString()), new("items", second.ToString())]);
        Assert.True(await site.ReadAsync<bool>($"SELECT is_active FROM authentication.users WHERE id = {first}"));
        var done = await confirm.SubmitAsync("#confirm-form", button: "button");

        Assert.Contains("Done: 2", done.AllText, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.users WHERE id IN ({first}, {second}) AND is_active"));
    }

    [Fact]
    public async Task A_bulk_action_that_is_not_theirs_is_refused_and_an_unknown_one_is_not_there()
    {
        var user = await site.UserAsync();
        var (viewer, _) = await site.StaffAsync("auth.view_user", "authentication.view_user");
        var page = await viewer.OpenAsync($"{AdminSite.Users}{user}/change/");

        var forged = await viewer.PostAsync($"{AdminSite.Users}act/", [Token(page), new("action", "delete"), new("items", user.ToString()), new("confirm", "true")]);
        var unknown = await viewer.PostAsync($"{AdminSite.Users}act/", [Token(page), new("action", "promote"), new("items", user.ToString())]);

        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.users WHERE id = {user}"));
    }

    private static IReadOnlyList<string> Heads(VisitedPage page) => [.. page.Document.QuerySelectorAll("#items tbody td.head").Select(td => td.TextContent.Trim())];

    private static KeyValuePair<string, string> Token(VisitedPage page) => Hidden(page, "__RequestVerificationToken");

    private static KeyValuePair<string, string> Hidden(VisitedPage page, string name) => new(name, page.Find($"main input[name={name}], input[name={name}]").GetAttribute("value")!);

    private static Task<VisitedPage> SaveAsync(Visitor visitor, UserId user, params IReadOnlyList<GroupId> groups) => SaveAsync(visitor, user, groups, []);

    private static async Task<VisitedPage> SaveAsync(Visitor visitor, UserId user, IReadOnlyList<GroupId> groups, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        var page = await visitor.OpenAsync($"{AdminSite.Users}{user}/change/");
        var sent = groups.Select(g => new KeyValuePair<string, string>("groups", g.Value.ToString(CultureInfo.InvariantCulture)));
        return await visitor.PostAsync($"{AdminSite.Users}{user}/change/", [Token(page), Hidden(page, "revision"), Hidden(page, "groups_were"), new("active", "true"), .. sent, .. more]);
    }

    private Task<long> CountGroupsAsync(UserId user) => site.ReadAsync<long>($"SELECT count(*) FROM authentication.group_members WHERE user_id = {user}");
}
