using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.ShowHistory;

/// <summary>Everything that happened to one pilot's accounts, and how they stand now.</summary>
internal static class ShowHistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/services/health/pilot/{user:int}/", HandleAsync).RequirePermission(ServicesPermissions.ViewHealth).WithName("services:health_pilot");

    private static async Task<IResult> HandleAsync(int user, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new ShowHistoryRequest(new UserId(user)), cancellationToken) is { } view
            ? http.Page<HistoryPage, HistoryView>(view)
            : TypedResults.NotFound();
}

/// <returns>Null when there is no such user and nothing was ever noted about one.</returns>
internal sealed record ShowHistoryRequest(UserId User) : IRequest<HistoryView?>;

internal sealed class ShowHistoryHandler(ServicesDb db, ConnectorBook connectors, ServiceCards cards, IMediator mediator) : IRequestHandler<ShowHistoryRequest, HistoryView?>
{
    public const int Most = 200;

    public async Task<HistoryView?> Handle(ShowHistoryRequest request, CancellationToken cancellationToken)
    {
        var access = (await mediator.Send(new AccessOf([request.User]), cancellationToken)).SingleOrDefault();
        var entries = await db.History.AsNoTracking().Where(h => h.UserId == request.User).OrderByDescending(h => h.Id).Take(Most + 1).ToListAsync(cancellationToken);
        if (access is null && entries.Count == 0)
        {
            return null;
        }

        var names = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var service in entries.GroupBy(e => e.Service, StringComparer.Ordinal))
        {
            if (connectors.Find(service.Key) is { } connector)
            {
                names[service.Key] = await connector.NameGroupsAsync([.. service.SelectMany(e => e.Added.Concat(e.Removed)).Distinct(StringComparer.Ordinal)], cancellationToken);
            }
        }

        IReadOnlyList<string> Named(string service, string[] groups) => [.. groups.Select(g => names.GetValueOrDefault(service)?.GetValueOrDefault(g) ?? g)];
        var standings = access is null ? [] : await cards.DrawAsync(access, cancellationToken);
        return new(
            request.User.Value,
            access?.Main?.Name ?? access?.UserName ?? UserInfo.NameOfDeleted,
            access?.Main?.CharacterId,
            access?.StateName,
            [.. standings.Where(s => s.Standing is not ServiceStanding.NotActivated)],
            [
                .. entries.Take(Most).Select(e => new HistoryLine(
                    e.At, connectors.Find(e.Service)?.Description.Title ?? e.Service, (HistoryEvent)e.Kind, new Refusal(e.Cause, e.CauseArguments))
                {
                    Added = Named(e.Service, e.Added),
                    Removed = Named(e.Service, e.Removed),
                    OldName = e.OldName,
                    NewName = e.NewName,
                }),
            ])
        {
            HasMore = entries.Count > Most,
        };
    }
}

/// <summary>One pilot's accounts over time.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Name">Name of the main, or the login name.</param>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="State">Name of their state; null for a user who is gone.</param>
/// <param name="Accounts">How their accounts stand.</param>
/// <param name="Lines">What happened, newest first.</param>
public sealed record HistoryView(int User, string Name, long? CharacterId, string? State, IReadOnlyList<ServiceCardView> Accounts, IReadOnlyList<HistoryLine> Lines)
{
    /// <summary>Whether older entries are not shown.</summary>
    public bool HasMore { get; init; }
}

/// <summary>One thing that happened.</summary>
/// <param name="At">UTC.</param>
/// <param name="Service">As people call it.</param>
/// <param name="Event">What happened.</param>
/// <param name="Cause">Why.</param>
public sealed record HistoryLine(DateTimeOffset At, string Service, HistoryEvent Event, Refusal Cause)
{
    /// <summary>Groups that came.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Groups that went.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The name before; null when it stayed.</summary>
    public string? OldName { get; init; }

    /// <summary>The name since.</summary>
    public string? NewName { get; init; }
}

/// <summary>What can happen to an account; the numbers are those of the history.</summary>
public enum HistoryEvent
{
    /// <summary>Made.</summary>
    Activated,

    /// <summary>Names or groups.</summary>
    Changed,

    /// <summary>Ended.</summary>
    Removed,

    /// <summary>Could not be made right.</summary>
    Failed,

    /// <summary>Found different over there.</summary>
    Drift,

    /// <summary>The pilot asked for something.</summary>
    Asked,

    /// <summary>An admin said so.</summary>
    Ordered,
}
