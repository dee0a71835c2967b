using System.Globalization;
using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.ReleaseBrake;

/// <summary>An admin looked at what the brake holds and lets it go: those they saw, none that came since.</summary>
internal static class ReleaseBrakeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/services/health/{service}/release/", HandleAsync).RequirePermission(ServicesPermissions.ManageHealth).WithName("services:release");

    private static async Task<IResult> HandleAsync(
        string service, HttpContext http, IMediator mediator, ConnectorBook connectors, HealthAnswers answers, CancellationToken cancellationToken)
    {
        var sent = (await http.Request.ReadFormAsync(cancellationToken))["latest"].ToString();
        if (connectors.Find(service) is not { } connector
            || !long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks >= DateTimeOffset.MaxValue.Ticks)
        {
            return TypedResults.NotFound();
        }

        // The database keeps microseconds.
        var seen = new DateTimeOffset(ticks, TimeSpan.Zero).AddTicks(10);
        var released = await mediator.Send(new ReleaseBrakeRequest(service, connector.Description.Title, seen, http.User.UserId), cancellationToken);
        http.Flash(FlashLevel.Success, "services.brake.released", released.ToString("N0", CultureInfo.CurrentCulture), connector.Description.Title);
        return await answers.AnswerAsync(http, null, cancellationToken);
    }
}

/// <summary>Lets go what the brake of a service holds.</summary>
/// <param name="Service">Which service.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Seen">UTC; what was to be taken away only later was not seen.</param>
/// <param name="Actor">Who decided.</param>
/// <returns>How many accounts.</returns>
internal sealed record ReleaseBrakeRequest(string Service, string Title, DateTimeOffset Seen, UserId Actor) : IRequest<int>;

internal sealed class ReleaseBrakeHandler(ServicesDb db, AccountMarks marks, ServiceSignals signals, TimeProvider clock)
    : IRequestHandler<ReleaseBrakeRequest, int>
{
    public async Task<int> Handle(ReleaseBrakeRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var released = await db.Accounts
            .Where(a => a.Service == request.Service && a.IsHeld && a.HeldAt <= request.Seen)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.IsApproved, true), cancellationToken);
        if (!await db.Accounts.AnyAsync(a => a.Service == request.Service && a.IsHeld, cancellationToken))
        {
            await db.States.Where(s => s.Name == request.Service).ExecuteUpdateAsync(
                s => s.SetProperty(x => x.HeldSince, (DateTimeOffset?)null).SetProperty(x => x.HeldCount, 0).SetProperty(x => x.HeldGone, 0), cancellationToken);
        }

        var trail = new ChangeTrail(db, "services", "health", request.Actor, clock.GetUtcNow());
        trail.Note("services.brake.agreed", "", released.ToString(CultureInfo.InvariantCulture));
        trail.Record(request.Service, request.Title);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await marks.WakeAsync([request.Service], AccountMarks.Single, cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        await signals.NeedsOfAdminsChangedAsync(cancellationToken);
        return released;
    }
}
