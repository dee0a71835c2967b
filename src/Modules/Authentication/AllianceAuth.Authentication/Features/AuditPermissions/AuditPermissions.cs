using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Features.AuditPermissions;

/// <summary>Which permissions are granted, and to how many. Read-only: grants are changed on the pages of users, states and groups. PERM-009 to PERM-015.</summary>
internal static class AuditPermissionsEndpoint
{
    private const string EveryOne = "yes";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/permissions/overview/", HandleAsync).RequirePermission(AuthenticationPermissions.Audit).WithName("permissions_tool:overview");

    private static async Task<IResult> HandleAsync(
        HttpContext http, TableQuery query, AuthenticationDb db, PermissionCatalog catalog, IStringLocalizer<AuthenticationModule> t, CancellationToken cancellationToken)
    {
        var grants = (await db.Database.SqlQueryRaw<GrantCount>(
            """
            SELECT permission AS "Permission", sum(users)::int AS "Users", sum(groups)::int AS "Groups", sum(states)::int AS "States"
            FROM (
                SELECT permission, count(*) AS users, 0 AS groups, 0 AS states FROM authentication.user_permissions GROUP BY permission
                UNION ALL
                SELECT permission, 0, count(*), 0 FROM authentication.group_permissions GROUP BY permission
                UNION ALL
                SELECT permission, 0, 0, count(*) FROM authentication.state_permissions GROUP BY permission) grants
            GROUP BY permission
            """).ToListAsync(cancellationToken)).ToDictionary(g => g.Permission, StringComparer.Ordinal);
        var all = query.Filter("all") == EveryOne;
        var known = catalog.With(grants.Keys).Where(p => all || grants.ContainsKey(p.Name)).ToList();
        var shown = known
            .Where(p => query.Filter("app") is not { } app || p.App == app)
            .Where(p => query.Filter("model") is not { } model || p.Model == model)
            .Where(p => query.Search is not { } text || Names(p).Any(name => name.Contains(text, StringComparison.CurrentCultureIgnoreCase)))
            .ToList();
        IReadOnlyList<PermissionDeclaration> page = query.WantsCsv ? shown : [.. shown.Skip(query.Skip).Take(query.Size)];
        var people = await CountPeopleAsync(db, [.. page.Select(p => p.Name)], cancellationToken);
        IReadOnlyList<PermissionRow> rows = [.. page.Select(p => Row(p, grants.GetValueOrDefault(p.Name), people.GetValueOrDefault(p.Name)))];
        if (query.WantsCsv)
        {
            return http.Csv(
                "permissions",
                rows,
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.app"], r => r.App),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.model"], r => r.Model),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.codename"], r => r.Codename),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.name"], r => r.Description),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.users"], r => r.Users),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.groups"], r => r.Groups),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.groupusers"], r => r.GroupUsers),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.states"], r => r.States),
                new CsvColumn<PermissionRow>(t["authentication.permissionaudit.stateusers"], r => r.StateUsers));
        }

        return http.Page<PermissionsPage, PermissionsView>(new PermissionsView(new TablePage<PermissionRow>(rows, shown.Count, query), all)
        {
            Apps = Choices(known.Select(p => p.App)),
            Models = query.Filter("app") is { } chosen ? Choices(known.Where(p => p.App == chosen).Select(p => p.Model)) : [],
        });
    }

    private static IEnumerable<string> Names(PermissionDeclaration p) => [p.Name, p.Model, p.Description];

    private static IReadOnlyList<FilterChoice> Choices(IEnumerable<string> values) =>
        [.. values.GroupBy(v => v, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new FilterChoice(g.Key, g.Key, g.Count()))];

    private static PermissionRow Row(PermissionDeclaration p, GrantCount? grants, PeopleCount? people) => new(
        p.App, p.Model, p.Codename, p.Description, grants?.Users ?? 0, grants?.Groups ?? 0, people?.GroupUsers ?? 0, grants?.States ?? 0, people?.StateUsers ?? 0);

    // PERM-012, PERM-026: whoever is in several of the groups counts once. Nobody is in two states.
    private static async Task<Dictionary<string, PeopleCount>> CountPeopleAsync(AuthenticationDb db, string[] permissions, CancellationToken cancellationToken) =>
        permissions.Length == 0
            ? []
            : (await db.Database.SqlQueryRaw<PeopleCount>(
                """
                WITH sizes AS MATERIALIZED (SELECT state, count(*) AS users FROM authentication.users GROUP BY state)
                SELECT asked.permission AS "Permission",
                    (SELECT count(DISTINCT m.user_id) FROM authentication.group_permissions p JOIN authentication.group_members m ON m.group_id = p.group_id
                     WHERE p.permission = asked.permission)::int AS "GroupUsers",
                    (SELECT coalesce(sum(s.users), 0) FROM authentication.state_permissions p JOIN sizes s ON s.state = p.state_id
                     WHERE p.permission = asked.permission)::int AS "StateUsers"
                FROM unnest({0}) AS asked(permission)
                """,
                (object)permissions).ToListAsync(cancellationToken)).ToDictionary(c => c.Permission, StringComparer.Ordinal);
}

internal sealed class GrantCount
{
    public string Permission { get; set; } = "";

    public int Users { get; set; }

    public int Groups { get; set; }

    public int States { get; set; }
}

internal sealed class PeopleCount
{
    public string Permission { get; set; } = "";

    public int GroupUsers { get; set; }

    public int StateUsers { get; set; }
}

/// <summary>The list of permissions.</summary>
/// <param name="Page">Those shown.</param>
/// <param name="All">Also those that nobody was granted.</param>
public sealed record PermissionsView(TablePage<PermissionRow> Page, bool All)
{
    /// <summary>Applications to filter by.</summary>
    public IReadOnlyList<FilterChoice> Apps { get; init; } = [];

    /// <summary>Models of the chosen application.</summary>
    public IReadOnlyList<FilterChoice> Models { get; init; } = [];
}

/// <summary>One permission and how many hold it by which kind of grant; inactive users count, superusers without a grant do not.</summary>
/// <param name="App">Application.</param>
/// <param name="Model">Model.</param>
/// <param name="Codename">Codename.</param>
/// <param name="Description">What it allows.</param>
/// <param name="Users">Users who hold it directly.</param>
/// <param name="Groups">Groups that carry it.</param>
/// <param name="GroupUsers">Different users in these groups.</param>
/// <param name="States">States that carry it.</param>
/// <param name="StateUsers">Users in these states.</param>
public sealed record PermissionRow(string App, string Model, string Codename, string Description, int Users, int Groups, int GroupUsers, int States, int StateUsers)
{
    /// <summary>Address of who holds it.</summary>
    public string Href => $"/permissions/audit/{App}/{Model}/{Codename}/";
}
