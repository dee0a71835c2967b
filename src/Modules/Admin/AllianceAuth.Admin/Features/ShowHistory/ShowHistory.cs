using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ShowHistory;

/// <summary>Who changed one thing, when, and from what to what. ADM-034, ADM-040.</summary>
internal static class ShowHistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/{app}/{model}/{key}/history/", HandleAsync).RequireStaff().WithName("admin:history");

    private static async Task<IResult> HandleAsync(string app, string model, string key, HttpContext http, AdminDesk desk, ChangeReader changes, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, AdminVerb.View) is { } refused)
        {
            return refused;
        }

        var history = await changes.OfAsync(place.About.App, place.About.Model, key, place.Ask.Actor, cancellationToken);
        var name = await place.Model.NameAsync(place.Ask, key, cancellationToken);
        if (name is null && history.Count == 0)
        {
            return TypedResults.NotFound();
        }

        // What is gone keeps its history.
        return http.Page<HistoryPage, HistoryView>(new HistoryView(place.About, key, name ?? history[0].Name, name is not null, history));
    }
}

/// <summary>The history of one thing.</summary>
/// <param name="About">What it is.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsThere">Whether it still exists.</param>
/// <param name="Changes">What happened to it.</param>
public sealed record HistoryView(AdminDescription About, string Key, string Name, bool IsThere, IReadOnlyList<ChangeView> Changes);
