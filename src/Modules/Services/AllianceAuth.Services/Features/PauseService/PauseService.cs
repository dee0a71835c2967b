using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.PauseService;

/// <summary>Pausing a service, or all: nothing is made, changed or taken away until it goes on; what is due waits and is not forgotten.</summary>
internal static class PauseServiceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (verb, isPause) in new[] { ("pause", true), ("resume", false) })
        {
            routes.MapPost(
                    $"/services/health/{{service}}/{verb}/",
                    (string service, HttpContext http, IMediator mediator, ConnectorBook connectors, HealthAnswers answers, CancellationToken cancellationToken) =>
                        HandleAsync(service, isPause, http, mediator, connectors, answers, cancellationToken))
                .RequirePermission(ServicesPermissions.ManageHealth).WithName($"services:{verb}");
            routes.MapPost(
                    $"/services/health/{verb}/",
                    (HttpContext http, IMediator mediator, ConnectorBook connectors, HealthAnswers answers, CancellationToken cancellationToken) =>
                        HandleAsync(null, isPause, http, mediator, connectors, answers, cancellationToken))
                .RequirePermission(ServicesPermissions.ManageHealth).WithName($"services:{verb}_all");
        }
    }

    private static async Task<IResult> HandleAsync(
        string? service, bool isPause, HttpContext http, IMediator mediator, ConnectorBook connectors, HealthAnswers answers, CancellationToken cancellationToken)
    {
        if (service is not null && connectors.Find(service) is null)
        {
            return TypedResults.NotFound();
        }

        var chosen = connectors.Installed.Select(c => c.Description).Where(s => service is null || s.Name == service).ToList();
        await mediator.Send(new PauseServicesRequest([.. chosen.Select(s => s.Name)], isPause, http.User.UserId), cancellationToken);
        http.Flash(FlashLevel.Success, isPause ? "services.pause.done" : "services.pause.over", string.Join(", ", chosen.Select(s => s.Title)));
        return await answers.AnswerAsync(http, null, cancellationToken);
    }
}

/// <summary>Pauses services, or lets them go on.</summary>
internal sealed record PauseServicesRequest(IReadOnlyList<string> Services, bool IsPause, UserId Actor) : IRequest;

internal sealed class PauseServicesHandler(
    ServicesDb db, AccountMarks marks, ConnectorBook connectors, ServiceSignals signals, ILiveSignals live, IMediator mediator, TimeProvider clock)
    : IRequestHandler<PauseServicesRequest>
{
    public async Task<Unit> Handle(PauseServicesRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var actor = (await mediator.Send(new FindUsers([request.Actor]), cancellationToken)).SingleOrDefault()?.Name;
        await db.EnsureStatesAsync(request.Services, cancellationToken);
        foreach (var state in await db.States.Where(s => request.Services.Contains(s.Name)).ToListAsync(cancellationToken))
        {
            var trail = new ChangeTrail(db, "services", "health", request.Actor, now);
            trail.Note("services.health.paused", state.IsFrozen, request.IsPause);
            trail.Record(state.Name, connectors.Find(state.Name)!.Description.Title);
            state.IsFrozen = request.IsPause;
            state.FrozenBy = request.IsPause ? actor : null;
            state.FrozenAt = request.IsPause ? now : null;
        }

        await db.SaveChangesAsync(cancellationToken);
        if (!request.IsPause)
        {
            await marks.WakeAsync(request.Services, AccountMarks.Single, cancellationToken);
        }

        await signals.HealthChangedAsync(cancellationToken);
        await live.SendAsync(ServiceSignals.Mine.Name, cancellationToken: cancellationToken);
        return Unit.Value;
    }
}
