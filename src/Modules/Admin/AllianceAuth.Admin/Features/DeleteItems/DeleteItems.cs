using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.DeleteItems;

/// <summary>Deleting one thing: first the page that says what goes with it, then doing it. ADM-033.</summary>
internal static class DeleteItemsEndpoint
{
    private const string Path = "/admin/{app}/{model}/{key}/delete/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, AskAsync).RequireStaff().WithName("admin:delete");
        routes.MapPost(Path, DeleteAsync).RequireStaff();
    }

    private static async Task<IResult> AskAsync(string app, string model, string key, HttpContext http, AdminDesk desk, Texts texts, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, AdminVerb.Delete) is { } refused)
        {
            return refused;
        }

        var deletion = await place.Model.DeletionAsync(place.Ask, [key], cancellationToken);
        if (deletion is { Total: 0, Refusals.Count: 0 })
        {
            return TypedResults.NotFound();
        }

        var item = $"{place.About.Path}{Uri.EscapeDataString(key)}/";
        return http.Page<ConfirmPage, ConfirmView>(new ConfirmView(place.About, texts.Say("admin.bulk.delete"), item + "delete/", item + "change/", deletion.Names, deletion.Total)
        {
            IsDanger = true,
            Consequences = deletion.Consequences,
            Refusals = deletion.Refusals,
        });
    }

    private static async Task<IResult> DeleteAsync(
        string app, string model, string key, HttpContext http, AdminDesk desk, FilterChoiceCache choices, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, AdminVerb.Delete) is { } refused)
        {
            return refused;
        }

        var name = await place.Model.NameAsync(place.Ask, key, cancellationToken);
        if (name is null)
        {
            return TypedResults.NotFound();
        }

        var done = await place.Model.DeleteAsync(place.Ask, [key], cancellationToken);
        await choices.DropAsync(place.About.App, cancellationToken);
        if (done.Refusals is [var refusal, ..])
        {
            http.Flash(FlashLevel.Error, refusal);
        }
        else
        {
            http.Flash(FlashLevel.Success, "admin.delete.done", name);
        }

        return http.SeeOther(place.About.Path);
    }
}
