using System.Globalization;
using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class PermissionAuditTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Audit = "permissions_tool.audit_permissions";

    [Fact, Rule("PERM-004")]
    public async Task Whoever_is_not_signed_in_is_asked_to_sign_in()
    {
        foreach (var address in new[] { "/permissions/overview/", "/permissions/audit/auth/user/timer_view/", "/permissions/explain/", "/permissions/explain/ask/" })
        {
            Assert.StartsWith("/account/login/", (await site.NewVisitor().OpenAsync(address)).Address.AbsolutePath, StringComparison.Ordinal);
        }
    }

    [Fact, Rule("PERM-029")]
    public async Task Without_the_permission_the_pages_say_which_one_is_missing_and_the_menu_has_no_entry()
    {
        var (visitor, _) = await site.RegisterAsync();

        foreach (var address in new[] { "/permissions/overview/", "/permissions/audit/auth/user/timer_view/", "/permissions/explain/ask/", "/permissions/explain/user/1/", "/permissions/explain/user/1/auth/timer_view/" })
        {
            var page = await visitor.GetAsync(address);
            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Contains(Audit, page.AllText, StringComparison.Ordinal);
        }

        Assert.Null((await visitor.OpenAsync("/dashboard/")).Document.QuerySelector("nav a[href='/permissions/overview/']"));
    }

    [Theory, Rule("PERM-006")]
    [InlineData("user")]
    [InlineData("group")]
    [InlineData("state")]
    public async Task The_permission_counts_from_wherever_it_comes(string source)
    {
        var (visitor, user) = await PilotAsync();
        var state = await StateOfAsync(user);

        await GiveAsync(source, user, Audit);

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/permissions/overview/")).Status);
        await site.DoAsync(async s =>
        {
            await s.GetRequiredService<AuthenticationDb>().StatePermissions.Where(p => p.StateId == state && p.Permission == Audit).ExecuteDeleteAsync();
            await s.GetRequiredService<AccessReader>().DropAllAsync(CancellationToken.None);
        });
    }

    [Fact, Rule("PERM-008")]
    public async Task The_menu_entry_is_marked_on_all_pages_of_the_audit()
    {
        using var root = await site.RootAsync();

        foreach (var address in new[] { "/permissions/overview/", "/permissions/audit/auth/user/timer_view/" })
        {
            var entry = (await root.OpenAsync(address)).Find("nav a[href='/permissions/overview/']");
            Assert.Equal("page", entry.GetAttribute("aria-current"));
            Assert.NotNull(entry.QuerySelector(".fa-id-card"));
        }

        Assert.Equal(400, site.Services.GetServices<Shared.Modules.IModule>().SelectMany(m => m.Menu).Single(e => e.Href == "/permissions/overview/").Order);
    }

    [Fact, Rule("PERM-009"), Rule("PERM-010")]
    public async Task Only_what_was_granted_is_listed_until_all_is_asked_for()
    {
        using var root = await site.RootAsync();
        var (_, user) = await PilotAsync();
        await GiveAsync("user", user, "auth.srp_management");

        var granted = await root.OpenAsync("/permissions/overview/?size=200");
        var all = await root.OpenAsync("/permissions/overview/?all=yes&size=200&app=auth");

        Assert.NotNull(Row(granted, "srp_management"));
        Assert.Null(Row(granted, "delete_user"));
        Assert.NotNull(granted.Document.QuerySelector("a[href*='all=yes']"));
        Assert.NotNull(Row(all, "delete_user"));
        Assert.NotNull(all.Document.QuerySelector("a[href*='all=no']"));
        Assert.Contains("Can manage ship replacement", Row(granted, "srp_management")!, StringComparison.Ordinal);
    }

    [Fact, Rule("PERM-011")]
    public async Task What_an_empty_group_carries_counts_as_granted()
    {
        using var root = await site.RootAsync();
        await GroupAsync("auth.jabber_broadcast_all");

        Assert.Equal(("0", "1 (0)", "0 (0)"), Figures(await root.OpenAsync("/permissions/overview/?size=200"), "jabber_broadcast_all"));
    }

    [Fact, Rule("PERM-012"), Rule("PERM-013"), Rule("PERM-015"), Rule("PERM-026")]
    public async Task Everybody_is_counted_once_whatever_they_hold_it_by_switched_off_or_not_and_superusers_only_by_a_grant()
    {
        const string Permission = "auth.human_resources";
        using var root = await site.RootAsync();
        var (first, second, direct) = ((await PilotAsync()).User, (await PilotAsync()).User, (await PilotAsync()).User);
        await GroupAsync(Permission, first, second);
        await GroupAsync(Permission, first);
        await GiveAsync("user", direct, Permission);
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.Id == second).ExecuteUpdateAsync(u => u.SetProperty(x => x.IsActive, false)));
        var guests = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.CountAsync(u => u.State == new StateId(1)));
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Database.ExecuteSqlAsync($"INSERT INTO authentication.state_permissions VALUES (1, {Permission})"));

        var page = await root.OpenAsync("/permissions/overview/?size=200");

        Assert.Equal(("1", "2 (2)", $"1 ({guests.ToString("N0", CultureInfo.InvariantCulture)})"), Figures(page, "human_resources"));
        Assert.Equal(3, Cells(page, "human_resources").Count(c => c.QuerySelector("strong") is not null));
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().StatePermissions.Where(p => p.Permission == Permission).ExecuteDeleteAsync());
    }

    [Fact, Rule("PERM-014")]
    public async Task The_list_is_sorted_by_app_model_and_codename_searched_and_filtered_and_the_address_remembers_it()
    {
        using var root = await site.RootAsync();

        var all = await root.OpenAsync("/permissions/overview/?all=yes&size=200");
        var names = all.Document.QuerySelectorAll("#permissions tbody a").Select(a => a.GetAttribute("href")!).ToList();
        var model = await root.OpenAsync("/permissions/overview/?all=yes&app=authentication&model=state");
        var found = await root.OpenAsync("/permissions/overview/?all=yes&q=fleet+operations");

        Assert.Equal(names.OrderBy(n => n.Split('/')[3], StringComparer.Ordinal).ThenBy(n => n.Split('/')[4], StringComparer.Ordinal).ThenBy(n => n.Split('/')[5], StringComparer.Ordinal), names);
        Assert.Contains("auth", all.Document.QuerySelectorAll("#permissions .group-row").Select(r => r.TextContent.Trim()));
        Assert.Equal(["add_state", "change_state", "delete_state", "view_state"], Codenames(model));
        Assert.Equal(["optimer_management", "optimer_view"], Codenames(found));
        Assert.Equal("fleet operations", found.Find("input[name=q]").GetAttribute("value"));
    }

    [Theory, Rule("PERM-016"), Rule("PERM-023")]
    [InlineData("/permissions/audit/auth/user/no_such_thing/")]
    [InlineData("/permissions/audit/auth/group/timer_view/")]
    [InlineData("/permissions/audit/timers/user/timer_view/")]
    public async Task An_address_that_names_no_permission_is_not_there(string address)
    {
        using var root = await site.RootAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync("/permissions/audit/auth/user/timer_view/")).Status);
    }

    [Fact, Rule("PERM-017"), Rule("PERM-018"), Rule("PERM-019"), Rule("PERM-020"), Rule("PERM-021"), Rule("PERM-022"), Rule("PERM-028")]
    public async Task The_audit_has_a_row_for_each_grant_under_its_source_and_names_nobody_else()
    {
        const string Permission = "auth.fleetactivitytracking";
        using var root = await site.RootAsync();
        var ((_, member), (_, other)) = (await PilotAsync(), await PilotAsync());
        var group = await GroupAsync(Permission, member);
        await GiveAsync("user", member, Permission);

        var page = await root.OpenAsync("/permissions/audit/auth/user/fleetactivitytracking/");

        var names = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.AsNoTracking().Where(u => u.Id == member || u.Id == other).ToDictionaryAsync(u => u.Id));
        Assert.Equal(["User: granted directly", $"Group: {group}"], page.Document.QuerySelectorAll("#holders .group-row").Select(r => r.TextContent.Trim()));
        var rows = page.Document.QuerySelectorAll("#holders tbody tr:not(.group-row)");
        Assert.Equal(2, rows.Length);
        Assert.All(rows, row => Assert.Equal(names[member].UserName, row.QuerySelector(".pilot a")!.TextContent));
        Assert.All(rows, row => Assert.Equal(names[member].MainName, row.QuerySelector(".pilot small")!.TextContent));
        Assert.All(rows, row => Assert.StartsWith("https://evemaps.dotlan.net/corp/", row.QuerySelector("a[target]")!.GetAttribute("href"), StringComparison.Ordinal));
        Assert.DoesNotContain(names[other].UserName, page.Text("#holders"), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("main a[href='/permissions/overview/']"));
        Assert.Empty(page.Document.QuerySelectorAll("main form[method=post]"));
        Assert.Contains("superuser", page.Text(".callout"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_is_filtered_searched_and_sent_as_a_file()
    {
        const string Permission = "auth.fleetactivitytracking_statistics";
        using var root = await site.RootAsync();
        var ((_, first), (_, second)) = (await PilotAsync(), await PilotAsync());
        await GroupAsync(Permission, first, second);
        await GiveAsync("user", first, Permission);
        var name = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.Id == second).Select(u => u.MainName).SingleAsync());
        const string Address = "/permissions/audit/auth/user/fleetactivitytracking_statistics/";

        var direct = await root.OpenAsync($"{Address}?source=user");
        var found = await root.OpenAsync($"{Address}?q={Uri.EscapeDataString(name!)}");
        var beyond = await root.OpenAsync($"{Address}?page=9");
        var file = await root.GetAsync($"{Address}?format=csv");

        Assert.Single(direct.Document.QuerySelectorAll("#holders tbody tr:not(.group-row)"));
        Assert.Single(found.Document.QuerySelectorAll("#holders tbody tr:not(.group-row)"));
        Assert.Equal(HttpStatusCode.OK, beyond.Status);
        Assert.Equal("text/csv", file.Answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(4, file.Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact, Rule("PERM-027")]
    public async Task Both_pages_cost_two_statements_beside_the_frame_whatever_they_list()
    {
        using var root = await site.RootAsync();
        await root.OpenAsync("/dashboard/");
        var users = new List<UserId>();
        for (var i = 0; i < 8; i++)
        {
            users.Add((await PilotAsync()).User);
        }

        await GroupAsync("auth.optimer_view", [.. users]);
        await site.DeliverEventsAsync();
        await root.OpenAsync("/permissions/overview/");

        Assert.InRange((await root.OpenAsync("/permissions/overview/")).Statements, 1, 2);
        Assert.InRange((await root.OpenAsync("/permissions/audit/auth/user/optimer_view/")).Statements, 1, 2);
    }

    [Fact, Rule("PERM-001"), Rule("PERM-003"), Rule("PERM-024")]
    public async Task The_catalogue_has_the_names_of_Alliance_Auth_for_every_module_that_is_there()
    {
        var declared = site.Services.GetServices<Shared.Modules.IModule>().SelectMany(m => m.Permissions).Select(p => $"{p.App}/{p.Model}/{p.Codename}").ToHashSet(StringComparer.Ordinal);
        string[] legacy =
        [
            "group_management", "logging_notifications", "jabber_broadcast", "jabber_broadcast_all", "timer_view", "timer_management", "optimer_view", "optimer_management",
            "srp_management", "human_resources", "fleetactivitytracking", "fleetactivitytracking_statistics",
        ];
        string[] four =
        [
            "auth/user", "auth/group", "auth/permission", "authentication/state", "authentication/ownershiprecord", "authentication/user", "authentication/permission",
            "eveonline/evecharacter", "eveonline/evecorporationinfo", "eveonline/eveallianceinfo", "eveonline/evefactioninfo",
            "eve_autogroups/autogroupsconfig", "eve_autogroups/managedcorpgroup", "eve_autogroups/managedalliancegroup",
            "groupmanagement/group", "groupmanagement/grouprequest", "groupmanagement/requestlog", "groupmanagement/reservedgroupname",
            "notifications/notification", "permissions_tool/permissionstool", "esi/token", "esi/scope", "esi/callbackredirect",
        ];
        string[] others =
        [
            "authentication/userprofile/change_userprofile", "authentication/characterownership/change_characterownership", "authentication/characterownership/delete_characterownership",
            "groupmanagement/authgroup/request_groups", "permissions_tool/permissionstool/audit_permissions",
        ];

        Assert.Empty(legacy.Select(c => $"auth/user/{c}")
            .Concat(four.SelectMany(m => new[] { "add", "change", "delete", "view" }.Select(verb => $"{m}/{verb}_{m.Split('/')[1]}")))
            .Concat(others)
            .Except(declared));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_name_that_nothing_declares_yet_is_listed_once_it_is_granted()
    {
        using var root = await site.RootAsync();
        var (_, user) = await PilotAsync();
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Database.ExecuteSqlAsync($"INSERT INTO authentication.user_permissions VALUES ({user.Value}, 'moonmining.basic_access')"));

        var page = await root.OpenAsync("/permissions/overview/?app=moonmining");

        Assert.Equal(["basic_access"], Codenames(page));
        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync(page.Find("#permissions tbody a").GetAttribute("href")!)).Status);
    }

    private static IEnumerable<string> Codenames(VisitedPage page) => page.Document.QuerySelectorAll("#permissions tbody code").Select(c => c.TextContent);

    private static string? Row(VisitedPage page, string codename) => Cells(page, codename) is [var cell, ..] ? cell.ParentElement?.TextContent : null;

    private static IReadOnlyList<AngleSharp.Dom.IElement> Cells(VisitedPage page, string codename) =>
        [.. page.Document.QuerySelectorAll("#permissions tbody tr").Where(r => r.QuerySelector("code")?.TextContent == codename).SelectMany(r => r.QuerySelectorAll("td"))];

    private static (string Users, string Groups, string States) Figures(VisitedPage page, string codename) =>
        Cells(page, codename) is var cells && cells.Count == 6 ? (cells[3].TextContent.Trim(), cells[4].TextContent.Trim(), cells[5].TextContent.Trim()) : default;

    private async Task<(Visitor Visitor, UserId User)> PilotAsync()
    {
        var (visitor, main) = await site.RegisterAsync();
        return (visitor, await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.MainCharacterId == main.Id).Select(u => u.Id).SingleAsync()));
    }

    private Task<StateId> StateOfAsync(UserId user) => site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.Id == user).Select(u => u.State).SingleAsync());

    private Task<string> GroupAsync(string permission, params UserId[] members) => site.AskAsync(async s =>
    {
        var mediator = s.GetRequiredService<IMediator>();
        var name = $"Group {Guid.CreateVersion7()}";
        var group = await mediator.Send(new CreateGroup(name));
        await mediator.Send(new SetGroupPermissions(group, [permission], null));
        await mediator.Send(new AddToGroups([.. members.Select(m => new Membership(m, group))], null, "authentication.audit.group"));
        return name;
    });

    private async Task GiveAsync(string source, UserId user, string permission)
    {
        if (source == "group")
        {
            await GroupAsync(permission, user);
            return;
        }

        var state = await StateOfAsync(user);
        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<AuthenticationDb>();
            if (source == "user")
            {
                db.UserPermissions.Add(new UserPermission(user, permission));
            }
            else
            {
                (await db.States.Include(x => x.Permissions).SingleAsync(x => x.Id == state)).Permissions.Add(new StatePermission(permission));
            }

            await db.SaveChangesAsync();
            await s.GetRequiredService<AccessReader>().DropAllAsync(CancellationToken.None);
        });
    }
}
