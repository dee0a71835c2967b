using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
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
        routes.MapPost($"{Path}preview/", PreviewAsync).RequireStaff();
    }

    private static async Task<IResult> AskAsync(string app, string model, string key, HttpContext http, AdminDesk desk, CancellationToken cancellationToken) =>
        await QuestionAsync(app, model, key, http, desk, new DifferenceListing(), cancellationToken) switch
        {
            (_, { } refused) => refused,
            ({ } view, _) => http.Page<ConfirmPage, ConfirmView>(view),
            _ => TypedResults.NotFound(),
        };

    /// <summary>The same question with other names of those who lose something, or a file of them all.</summary>
    private static async Task<IResult> PreviewAsync(string app, string model, string key, HttpContext http, AdminDesk desk, CancellationToken cancellationToken)
    {
        var show = (await http.Request.ReadFormAsync(cancellationToken))[AccessPreviewView.ShowField].ToString();
        return await QuestionAsync(app, model, key, http, desk, AccessPreviewView.Listed(show), cancellationToken) switch
        {
            (_, { } refused) => refused,
            ({ Access: { } access } view, _) => http.Preview<ConfirmPage, ConfirmView>(view, access, show),
            _ => TypedResults.NotFound(),
        };
    }

    private static async Task<(ConfirmView? View, IResult? Refused)> QuestionAsync(
        string app, string model, string key, HttpContext http, AdminDesk desk, DifferenceListing listing, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { } place)
        {
            return (null, null);
        }

        if (place.Refuse(http, AdminVerb.Delete) is { } refused)
        {
            return (null, refused);
        }

        var deletion = await place.Model.DeletionAsync(place.Ask, [key], cancellationToken);
        if (deletion is { Total: 0, Refusals.Count: 0 })
        {
            return (null, null);
        }

        var difference = await place.Model.AccessWithoutAsync(place.Ask, [key], listing, cancellationToken);
        var item = $"{place.About.Path}{Uri.EscapeDataString(key)}/";
        return (new ConfirmView(place.About, "admin.bulk.delete", item + "delete/", item + "change/", deletion.Names, deletion.Total)
        {
            IsDanger = true,
            Consequences = deletion.Consequences,
            Refusals = deletion.Refusals,
            Access = difference is null ? null : new(ConfirmView.AccessId, ConfirmView.FormId, item + "delete/preview/") { Difference = difference, Listing = listing },
        }, null);
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
