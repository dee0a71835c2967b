using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.ReleaseHeld;

internal static class ReleaseHeldEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/group/smart/{id:int}/held/", HandleAsync).WithName("groupmanagement:smart_group_held");

    private static async Task<IResult> HandleAsync(
        int id, HttpContext http, IMediator mediator, [FromForm(Name = "do")] string act, [FromForm] string? latest, [FromForm(Name = "return")] string? back, CancellationToken cancellationToken)
    {
        DateTimeOffset? agreed = act == "apply" && long.TryParse(latest, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks < DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
        var outcome = await mediator.Send(new ReleaseHeldRequest(new GroupId(id), http.User.UserId, agreed), cancellationToken);
        if (outcome is null)
        {
            return TypedResults.NotFound();
        }

        http.Flash(
            FlashLevel.Success,
            outcome.Held > 0 ? "groupmanagement.smart.stillheld" : "groupmanagement.smart.looked",
            outcome.Joined.ToString(CultureInfo.CurrentCulture),
            outcome.Warned.ToString(CultureInfo.CurrentCulture),
            outcome.Ended.ToString(CultureInfo.CurrentCulture),
            outcome.Held.ToString(CultureInfo.CurrentCulture));
        return http.SeeOther(back == $"/admin/groupmanagement/smartgroup/{id}/change/" ? back : $"/group/smart/{id}/");
    }
}

/// <summary>Looks at a smart group again, and carries out removals that were held back, if somebody agrees to those they saw.</summary>
/// <param name="Group">Which group.</param>
/// <param name="User">Who decides.</param>
/// <param name="Agreed">UTC; removals noted up to then were seen and agreed to. Null to look again only.</param>
/// <returns>Null when there is no such group, or it is none of their business.</returns>
internal sealed record ReleaseHeldRequest(GroupId Group, UserId User, DateTimeOffset? Agreed) : IRequest<SmartOutcome?>;

internal sealed class ReleaseHeldHandler(GroupManagementDb db, GroupBook book, SmartGroupKeeper keeper, IMediator mediator, TimeProvider clock)
    : IRequestHandler<ReleaseHeldRequest, SmartOutcome?>
{
    public async Task<SmartOutcome?> Handle(ReleaseHeldRequest request, CancellationToken cancellationToken)
    {
        var user = await mediator.AccessOf(request.User, cancellationToken);
        if (await book.FindAsync(request.Group, cancellationToken) is not { Smart: not null } group
            || !group.MayReleaseHeld(user))
        {
            return null;
        }

        await using var hold = await KeepingLock.TakeAsync(db, cancellationToken);
        var held = await db.Lapses.AsNoTracking()
            .Where(l => l.GroupId == request.Group && l.Stage == LapseStage.Held && !l.IsApproved && l.Since <= request.Agreed)
            .Select(l => l.UserId)
            .ToListAsync(cancellationToken);
        if (held.Count > 0)
        {
            var trail = new ChangeTrail(db, "groupmanagement", "smartgroup", request.User, clock.GetUtcNow());
            trail.Note("groupmanagement.smart.history.agreed", "", held.Count.ToString(CultureInfo.InvariantCulture));
            trail.Record(request.Group.Value, group.Name);
        }

        var outcome = await keeper.KeepAsync(users: null, request.Group, held.ToHashSet(), cancellationToken);
        var waiting = await db.Lapses.CountAsync(l => l.GroupId == request.Group && l.Stage == LapseStage.Held, cancellationToken);
        return outcome with { Held = waiting };
    }
}
