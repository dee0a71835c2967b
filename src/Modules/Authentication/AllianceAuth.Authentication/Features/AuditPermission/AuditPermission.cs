using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Features.AuditPermission;

/// <summary>Everybody who holds one permission, one row per grant. PERM-016 to PERM-022.</summary>
internal static class AuditPermissionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/permissions/audit/{app}/{model}/{codename}/", HandleAsync).RequirePermission(AuthenticationPermissions.Audit).WithName("permissions_tool:audit");

    private static async Task<IResult> HandleAsync(
        string app, string model, string codename, HttpContext http, TableQuery query, GrantReader grants, IMediator mediator, IStringLocalizer<AuthenticationModule> t, CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new AuditPermissionRequest($"{app}.{codename}", model, query), cancellationToken);
        if (view is null)
        {
            return TypedResults.NotFound();
        }

        return query.WantsCsv
            ? http.Csv(
                $"{app}.{codename}",
                grants.AllHoldersAsync(view.Name, view.Chosen, query.Search).Select(HolderRow.Of),
                new CsvColumn<HolderRow>(t["authentication.permissionaudit.source"], r => t[r.Source.Text, r.Source.Name].Value),
                new CsvColumn<HolderRow>(t["authentication.user.name"], r => r.UserName),
                new CsvColumn<HolderRow>(t["authentication.main"], r => r.MainName),
                new CsvColumn<HolderRow>(t["authentication.column.corporation"], r => r.Corporation),
                new CsvColumn<HolderRow>(t["authentication.column.alliance"], r => r.Alliance),
                new CsvColumn<HolderRow>(t["authentication.user.active"], r => t[r.IsActive ? "authentication.audit.yes" : "authentication.audit.no"].Value))
            : http.Page<PermissionPage, PermissionView>(view);
    }
}

/// <summary>Asks who holds a permission and by which grants.</summary>
internal sealed record AuditPermissionRequest(string Permission, string Model, TableQuery Query) : IRequest<PermissionView?>;

/// <returns>Null when there is no permission of that name and model.</returns>
internal sealed class AuditPermissionHandler(GrantReader grants, PermissionCatalog catalog) : IRequestHandler<AuditPermissionRequest, PermissionView?>
{
    public async Task<PermissionView?> Handle(AuditPermissionRequest request, CancellationToken cancellationToken)
    {
        var sources = await grants.SourcesAsync(request.Permission, cancellationToken);
        var permission = catalog.Find(request.Permission) ?? (sources.Any(s => s.Kind != GrantKind.Superuser) ? PermissionCatalog.Unknown(request.Permission) : null);
        if (permission is null || permission.Model != request.Model)
        {
            return null;
        }

        var query = request.Query;
        var chosen = sources.FirstOrDefault(s => s.Key == query.Filter("source"));
        var (rows, total) = query.WantsCsv
            ? ([], 0)
            : await grants.HoldersAsync(request.Permission, chosen, query.Search, query.Skip, query.Size, cancellationToken);
        return new PermissionView(permission.Name, permission.Description, new TablePage<HolderRow>([.. rows.Select(HolderRow.Of)], total, query))
        {
            Sources = [.. sources.Where(s => s.Kind != GrantKind.Superuser && s.Users > 0).Select(s => new SourceView(s.Key, SourceView.TextOf(s.Kind), s.Name, s.Users))],
            Superusers = sources.Where(s => s.Kind == GrantKind.Superuser).Sum(s => s.Users),
            Chosen = chosen,
        };
    }
}

/// <summary>Who holds one permission.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Description">What it allows.</param>
/// <param name="Page">Holders, one row a grant; empty when they are wanted as a file.</param>
public sealed record PermissionView(string Name, string Description, TablePage<HolderRow> Page)
{
    /// <summary>What grants it, to filter by.</summary>
    public IReadOnlyList<SourceView> Sources { get; init; } = [];

    /// <summary>Active superusers, who hold it without a grant. PERM-028.</summary>
    public int Superusers { get; init; }

    /// <summary>The grant the reader chose to see alone, or null.</summary>
    internal GrantSource? Chosen { get; init; }
}

/// <summary>One grant: a state, a group, or somebody's own.</summary>
/// <param name="Key">As it stands in the address.</param>
/// <param name="Text">Text key of the heading.</param>
/// <param name="Name">Name of the state or group; empty for one's own.</param>
/// <param name="Users">Users who hold it by this grant.</param>
public sealed record SourceView(string Key, string Text, string Name, int Users)
{
    internal static string TextOf(GrantKind kind) => kind switch
    {
        GrantKind.Group => "authentication.permissionaudit.source.group",
        GrantKind.State => "authentication.permissionaudit.source.state",
        _ => "authentication.permissionaudit.source.user",
    };
}

/// <summary>One user and one grant.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="UserName">Login name.</param>
/// <param name="Source">Which grant.</param>
public sealed record HolderRow(int User, string UserName, SourceView Source)
{
    /// <summary>EVE id of the main, or null.</summary>
    public long? MainId { get; init; }

    /// <summary>The main's name, or null.</summary>
    public string? MainName { get; init; }

    /// <summary>The main's corporation, or null.</summary>
    public string? Corporation { get; init; }

    /// <summary>The main's alliance, or null.</summary>
    public string? Alliance { get; init; }

    /// <summary>Whether they may sign in; whoever may not holds nothing for now.</summary>
    public bool IsActive { get; init; }

    internal static HolderRow Of(Holder holder)
    {
        var kind = (GrantKind)holder.KindNumber;
        return new HolderRow(holder.User, holder.UserName, new SourceView(GrantSource.KeyOf(kind, holder.SourceId), SourceView.TextOf(kind), holder.Source, 0))
        {
            MainId = holder.MainId,
            MainName = holder.MainName,
            Corporation = holder.Corporation,
            Alliance = holder.Alliance,
            IsActive = holder.IsActive,
        };
    }

    /// <summary>Address of why they hold it.</summary>
    public string ExplainHref(string permission) => $"/permissions/explain/user/{User.ToString(CultureInfo.InvariantCulture)}/{permission.Replace('.', '/')}/";
}
