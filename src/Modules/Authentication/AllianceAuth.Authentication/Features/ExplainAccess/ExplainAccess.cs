using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Features.ExplainAccess;

/// <summary>Everything a user holds, and each grant by which they do. One's own is open to everybody.</summary>
internal static class ExplainAccessEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/permissions/explain/", (HttpContext http, TableQuery query, IMediator mediator, IStringLocalizer<AuthenticationModule> t, CancellationToken cancellationToken) =>
            ShowAsync(http.User.UserId, http, query, mediator, t, cancellationToken)).WithName("permissions_tool:explain_own");
        routes.MapGet(
            "/permissions/explain/user/{id:int}/",
            (int id, HttpContext http, TableQuery query, IMediator mediator, IStringLocalizer<AuthenticationModule> t, CancellationToken cancellationToken) =>
                ShowAsync(new UserId(id), http, query, mediator, t, cancellationToken)).RequirePermission(AuthenticationPermissions.Audit).WithName("permissions_tool:explain");
    }

    private static async Task<IResult> ShowAsync(
        UserId user, HttpContext http, TableQuery query, IMediator mediator, IStringLocalizer<AuthenticationModule> t, CancellationToken cancellationToken)
    {
        var view = await mediator.Send(new ExplainAccessRequest(user, http.User.UserId, query), cancellationToken);
        if (view is null)
        {
            return TypedResults.NotFound();
        }

        return query.WantsCsv
            ? http.Csv(
                "access",
                view.Page.Rows.SelectMany(row => row.Paths.Select(path => (Row: row, Path: path))),
                new CsvColumn<(HeldRow Row, PathView Path)>(t["authentication.permissionaudit.codename"], r => r.Row.Name),
                new CsvColumn<(HeldRow Row, PathView Path)>(t["authentication.permissionaudit.name"], r => r.Row.Description),
                new CsvColumn<(HeldRow Row, PathView Path)>(t["authentication.permissionaudit.source"], r => t[r.Path.Text, r.Path.Name].Value))
            : http.Page<AccessPage, AccessView>(view);
    }
}

/// <summary>Asks what a user holds and why.</summary>
internal sealed record ExplainAccessRequest(UserId User, UserId Reader, TableQuery Query) : IRequest<AccessView?>;

/// <returns>Null when there is no such user.</returns>
internal sealed class ExplainAccessHandler(AccessReader access, GrantReader grants, PermissionCatalog catalog) : IRequestHandler<ExplainAccessRequest, AccessView?>
{
    public async Task<AccessView?> Handle(ExplainAccessRequest request, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(request.User, cancellationToken) is not { } entry)
        {
            return null;
        }

        var (user, reader, query) = (entry.Snapshot, (await access.FindAsync(request.Reader, cancellationToken))!.Snapshot, request.Query);
        var paths = await grants.PathsOfAsync(request.User, cancellationToken);
        var held = paths.GroupBy(p => p.Permission, StringComparer.Ordinal)
            .Select(g => (Permission: catalog.Find(g.Key) ?? PermissionCatalog.Unknown(g.Key), Paths: g.Select(PathView.Of).ToList()))
            .Where(h => query.Filter("source") is not { } source || h.Paths.Any(p => p.Key == source))
            .Where(h => query.Search is not { } text || h.Permission.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || h.Permission.Description.Contains(text, StringComparison.CurrentCultureIgnoreCase))
            .OrderBy(h => h.Permission.Name, StringComparer.Ordinal)
            .Select(h => new HeldRow(h.Permission.Name, h.Permission.Description, h.Paths))
            .ToList();
        IReadOnlyList<HeldRow> rows = query.WantsCsv ? held : [.. held.Skip(query.Skip).Take(query.Size)];
        return new AccessView(SubjectView.Of(user, reader), user.StateName, request.User == request.Reader ? StateSentence.Of(entry) : StateSentence.OfAnother(entry), new TablePage<HeldRow>(rows, held.Count, query))
        {
            IsActive = user.IsActive,
            IsSuperuser = user.IsSuperuser,
            Sources = [.. paths.Select(PathView.Of).Distinct().OrderBy(p => p.Text, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.CurrentCulture)],
        };
    }
}

/// <summary>What one user holds.</summary>
/// <param name="Subject">Who.</param>
/// <param name="StateName">Their state.</param>
/// <param name="Why">Why they are in it.</param>
/// <param name="Page">What they hold.</param>
public sealed record AccessView(SubjectView Subject, string StateName, StateSentence Why, TablePage<HeldRow> Page)
{
    /// <summary>Whoever is switched off holds nothing.</summary>
    public bool IsActive { get; init; }

    /// <summary>Superusers hold everything.</summary>
    public bool IsSuperuser { get; init; }

    /// <summary>Everything that grants them something, to filter by.</summary>
    public IReadOnlyList<PathView> Sources { get; init; } = [];
}

/// <summary>One permission and the grants it comes by.</summary>
/// <param name="Name">Full name.</param>
/// <param name="Description">What it allows.</param>
/// <param name="Paths">The grants.</param>
public sealed record HeldRow(string Name, string Description, IReadOnlyList<PathView> Paths);

/// <summary>One grant.</summary>
/// <param name="Key">As it stands in the address.</param>
/// <param name="Text">Text key; {0} is the name.</param>
/// <param name="Name">Name of the state or group.</param>
/// <param name="Icon">Font Awesome classes.</param>
public sealed record PathView(string Key, string Text, string Name, string Icon)
{
    internal static PathView Of(GrantPath path) => path.Kind switch
    {
        GrantKind.State => new(GrantSource.KeyOf(path.Kind, path.Id), "authentication.permissionaudit.source.state", path.Name, "fa-solid fa-layer-group"),
        GrantKind.Group => new(GrantSource.KeyOf(path.Kind, path.Id), "authentication.permissionaudit.source.group", path.Name, "fa-solid fa-user-group"),
        _ => new(GrantSource.KeyOf(path.Kind, path.Id), "authentication.permissionaudit.source.user", "", "fa-solid fa-user"),
    };
}
