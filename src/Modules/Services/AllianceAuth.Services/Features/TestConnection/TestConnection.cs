using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Features.TestConnection;

/// <summary>The button "Test connection": a job asks the service, and the page follows live.</summary>
internal static class TestConnectionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/services/health/{service}/test/", HandleAsync).RequirePermission(ServicesPermissions.ManageHealth).WithName("services:test");

    private static async Task<IResult> HandleAsync(
        string service, HttpContext http, ServicesDb db, ConnectorBook connectors, IMediator mediator, IJobQueue jobs, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (connectors.Find(service) is null)
        {
            return TypedResults.NotFound();
        }

        var name = (await mediator.Send(new FindUsers([http.User.UserId]), cancellationToken)).Single().Name;
        // Two admins may click at once.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.connection_tests (service, asked_at, asked_by, found) VALUES ({service}, {clock.GetUtcNow()}, {name}, '[]')
            ON CONFLICT (service) DO UPDATE SET asked_at = excluded.asked_at, asked_by = excluded.asked_by, finished_at = NULL, found = excluded.found
            """,
            cancellationToken);
        await jobs.EnqueueAsync<TestConnectionJob>(service, priority: 1, cancellationToken: cancellationToken);
        return http.SeeOther($"{HealthPaths.Of(service)}#test");
    }
}

/// <summary>Asks a service whether all is well with our connection. The argument is the service.</summary>
internal sealed partial class TestConnectionJob(ServicesDb db, ConnectorBook connectors, ServiceSignals signals, TimeProvider clock, ILogger<TestConnectionJob> logger) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.test") { Priority = 1, Retries = 0 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var test = await db.ConnectionTests.SingleOrDefaultAsync(t => t.Service == run.Argument, cancellationToken);
        if (test is null || connectors.Find(test.Service) is not { } connector)
        {
            run.Summary = $"Nobody asks about {run.Argument}.";
            return;
        }

        var lines = await AskAsync(connector, cancellationToken);
        test.Lines = lines;
        test.FinishedAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        run.Summary = lines.All(l => l.IsFine) ? "All is well." : "Something is wrong.";
    }

    private async Task<IReadOnlyList<ServiceTestLine>> AskAsync(ServiceConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            return await ServicePatience.AskAsync(clock, connector.TestAsync, cancellationToken);
        }
        catch (ServiceException trouble)
        {
            return [new(IsFine: false, trouble.Reason, trouble.Arguments)];
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever went wrong is the answer to the question.
            LogFault(logger, fault, connector.Description.Name);
            return [ConnectionTest.Lost];
        }
    }

    [LoggerMessage(LogLevel.Error, "The test of the connection to {Service} failed.")]
    private static partial void LogFault(ILogger logger, Exception fault, string service);
}
