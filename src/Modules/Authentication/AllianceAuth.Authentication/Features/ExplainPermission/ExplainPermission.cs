using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.ExplainPermission;

/// <summary>Why a user holds one permission, or why not and what they could do. One's own is open to everybody.</summary>
internal static class ExplainPermissionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/permissions/explain/{app}/{codename}/", (string app, string codename, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
            ShowAsync(http.User.UserId, $"{app}.{codename}", http, mediator, cancellationToken)).WithName("permissions_tool:why_own");
        routes.MapGet(
            "/permissions/explain/user/{id:int}/{app}/{codename}/",
            (int id, string app, string codename, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
                ShowAsync(new UserId(id), $"{app}.{codename}", http, mediator, cancellationToken)).RequirePermission(AuthenticationPermissions.Audit).WithName("permissions_tool:why");
    }

    private static async Task<IResult> ShowAsync(UserId user, string permission, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new ExplainPermissionRequest(user, http.User.UserId, permission), cancellationToken) is { } view
            ? http.Page<WhyPage, WhyView>(view)
            : TypedResults.NotFound();
}

/// <summary>Asks why a user holds a permission or not.</summary>
internal sealed record ExplainPermissionRequest(UserId User, UserId Reader, string Permission) : IRequest<WhyView?>;

/// <returns>Null when there is no such user or permission.</returns>
internal sealed class ExplainPermissionHandler(AccessReader access, GrantReader grants, PermissionCatalog catalog, IEnumerable<IGroupWayIn> entrances, IMediator mediator)
    : IRequestHandler<ExplainPermissionRequest, WhyView?>
{
    public async Task<WhyView?> Handle(ExplainPermissionRequest request, CancellationToken cancellationToken)
    {
        var ways = await grants.WaysAsync(request.User, request.Permission, cancellationToken);
        var permission = catalog.Find(request.Permission) ?? (ways.Count > 0 ? PermissionCatalog.Unknown(request.Permission) : null);
        if (permission is null || await access.FindAsync(request.User, cancellationToken) is not { } entry)
        {
            return null;
        }

        var reader = (await access.FindAsync(request.Reader, cancellationToken))!.Snapshot;
        var user = entry.Snapshot;
        var isAuditor = reader.Has(AuthenticationPermissions.Audit);
        if (permission.Name == request.Permission && !catalog.Contains(permission.Name) && !isAuditor && !ways.Any(w => w.Holds))
        {
            // What no module declares, a pilot hears of only when they hold it.
            return null;
        }

        var fitting = await grants.FittingStatesAsync(request.User, cancellationToken);
        return new WhyView(SubjectView.Of(user, reader), permission.Name, permission.Description, permission.Model, user.Has(permission.Name))
        {
            Service = permission.Service,
            User = user,
            Why = request.User == request.Reader ? StateSentence.Of(entry) : StateSentence.OfAnother(entry),
            Fitting = [.. fitting.Select(s => s.Name)],
            Ways =
            [
                .. ways.Where(w => w.Holds).Select(w => new WayView(w.Kind.ToString(), w.Id, w.Name)
                {
                    Since = w.Since,
                    Priority = w.Priority,
                }),
            ],
            WaysIn = await WaysInAsync(user, isAuditor, [.. ways.Where(w => !w.Holds)], [.. fitting.Select(s => s.Id)], cancellationToken),
        };
    }

    private async Task<IReadOnlyList<WayInView>> WaysInAsync(
        AccessSnapshot user, bool isAuditor, IReadOnlyList<GrantWay> ways, HashSet<int> fitting, CancellationToken cancellationToken)
    {
        var groups = ways.Where(w => w.Kind == GrantKind.Group).Select(w => new GroupId(w.Id)).ToList();
        var doors = new Dictionary<int, GroupWayIn>();
        foreach (var entrance in groups.Count == 0 ? [] : entrances)
        {
            foreach (var door in await entrance.FindAsync(user, groups, cancellationToken))
            {
                doors[door.Group.Value] = door;
            }
        }

        // Who is on a list by name is nobody's business but an admin's.
        var listed = ways.SelectMany(w => w.Listed).Where(e => isAuditor || e.Kind != EntityKind.Character).Distinct().ToList();
        var names = listed.Count == 0 ? [] : (await mediator.Send(new FindEntities(listed), cancellationToken)).ToDictionary(e => (e.Kind, e.Id), e => e.Name);
        return
        [
            .. ways.Where(w => w.Kind == GrantKind.State || isAuditor || doors.ContainsKey(w.Id)).Select(w => new WayInView(w.Kind.ToString(), w.Id, w.Name)
            {
                IsOpen = w.IsPublic,
                Fits = w.Kind == GrantKind.State && fitting.Contains(w.Id),
                Listed = [.. w.Listed.Select(names.GetValueOrDefault).OfType<string>()],
                How = doors.GetValueOrDefault(w.Id)?.How,
                Href = w.Kind == GrantKind.Group ? doors.GetValueOrDefault(w.Id)?.Href : null,
            }),
        ];
    }
}
