using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.CheckServices;

/// <summary>Looks at everybody on a service, or on all, and has the engine put right what differs. After trouble it also tries again at once.</summary>
internal static class CheckServicesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/services/health/{service}/check/", HandleAsync).RequirePermission(ServicesPermissions.ManageHealth).WithName("services:check");
        routes.MapPost(
                "/services/health/check/",
                (HttpContext http, ServicesDb db, ConnectorBook connectors, AccountMarks marks, ServiceRests rests, ServiceSignals signals, HealthAnswers answers, CancellationToken cancellationToken) =>
                    HandleAsync(null, http, db, connectors, marks, rests, signals, answers, cancellationToken))
            .RequirePermission(ServicesPermissions.ManageHealth).WithName("services:check_all");
    }

    private static async Task<IResult> HandleAsync(
        string? service,
        HttpContext http,
        ServicesDb db,
        ConnectorBook connectors,
        AccountMarks marks,
        ServiceRests rests,
        ServiceSignals signals,
        HealthAnswers answers,
        CancellationToken cancellationToken)
    {
        var chosen = connectors.Installed.Select(c => c.Description).Where(s => service is null || s.Name == service).ToList();
        if (chosen.Count == 0 && service is not null)
        {
            return TypedResults.NotFound();
        }

        string[] names = [.. chosen.Select(s => s.Name)];
        await rests.ForgetAsync(names, cancellationToken);
        await db.EnsureStatesAsync(names, cancellationToken);
        UserId? me = http.User.UserId;
        await db.States.Where(s => names.Contains(s.Name)).ExecuteUpdateAsync(s => s.SetProperty(x => x.SweepFor, me), cancellationToken);
        await marks.SweepAsync(names, cancellationToken);
        await marks.ReadAsync(names, cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        http.Flash(FlashLevel.Success, "services.check.started", string.Join(", ", chosen.Select(s => s.Title)));
        return await answers.AnswerAsync(http, null, cancellationToken);
    }
}
