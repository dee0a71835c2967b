using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.EditItem;

/// <summary>The form of any registered model, to add, to change, or only to read. ADM-003, ADM-039.</summary>
internal static class EditItemEndpoint
{
    private const string Add = "/admin/{app}/{model}/add/";
    private const string Change = "/admin/{app}/{model}/{key}/change/";
    private const int MostValues = 20_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Add, (string app, string model, HttpContext http, AdminDesk desk, CancellationToken cancellationToken) =>
            ShowAsync(app, model, null, http, desk, cancellationToken)).RequireStaff().WithName("admin:add");
        routes.MapPost(Add, (string app, string model, HttpContext http, AdminDesk desk, SpentForms spent, FilterChoiceCache choices, CancellationToken cancellationToken) =>
            SaveAsync(app, model, null, http, desk, spent, choices, cancellationToken)).RequireStaff().WithFormOptions(valueCountLimit: MostValues);
        routes.MapGet(Change, ShowAsync).RequireStaff().WithName("admin:change");
        routes.MapPost(Change, SaveAsync).RequireStaff().WithFormOptions(valueCountLimit: MostValues);
    }

    private static async Task<IResult> ShowAsync(string app, string model, string? key, HttpContext http, AdminDesk desk, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { About.HasOwnForm: false } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, key is null ? AdminVerb.Add : AdminVerb.View) is { } refused)
        {
            return refused;
        }

        return await place.Model.FormAsync(place.Ask, key, cancellationToken) is { } form
            ? http.Page<ItemPage, ItemView>(new ItemView(place.About, place.Rights, form, Guid.CreateVersion7()))
            : TypedResults.NotFound();
    }

    private static async Task<IResult> SaveAsync(
        string app, string model, string? key, HttpContext http, AdminDesk desk, SpentForms spent, FilterChoiceCache choices, CancellationToken cancellationToken)
    {
        if (await desk.OpenAsync(app, model, cancellationToken) is not { About.HasOwnForm: false } place)
        {
            return TypedResults.NotFound();
        }

        if (place.Refuse(http, key is null ? AdminVerb.Add : AdminVerb.Change) is { } refused)
        {
            return refused;
        }

        var sent = await http.Request.ReadFormAsync(cancellationToken);
        var judgesOnly = http.Request.FieldToValidate is not null || sent["preview"] == "true";
        var number = Guid.TryParse(sent["form"], out var form) ? form : Guid.CreateVersion7();
        if (!judgesOnly && key is null && await spent.IsSpentAsync(number, cancellationToken))
        {
            // The second click of two: the first one did it.
            http.Flash(FlashLevel.Info, "admin.edit.twice");
            return http.SeeOther(place.About.Path);
        }

        switch (await StoreAsync(place, key, sent, judgesOnly, spent, number, cancellationToken))
        {
            case null:
                return TypedResults.NotFound();
            case { Form: { } again }:
                var view = new ItemView(place.About, place.Rights, again, number);
                return again.HasErrors ? http.Invalid<ItemPage, ItemView>(view) : http.Page<ItemPage, ItemView>(view);
            case var saved:
                await choices.DropAsync(place.About.App, cancellationToken);
                http.Flash(FlashLevel.Success, key is null ? "admin.edit.added" : "admin.edit.saved", saved.Name);
                return http.SeeOther(sent["then"] == "stay" ? $"{place.About.Path}{Uri.EscapeDataString(saved.Key!)}/change/" : place.About.Path);
        }
    }

    private static async Task<AdminSaveResult?> StoreAsync(
        AdminPlace place, string? key, IFormCollection sent, bool judgesOnly, SpentForms spent, Guid number, CancellationToken cancellationToken)
    {
        var isStored = false;
        try
        {
            return await place.Model.SaveAsync(place.Ask with { Stored = () => isStored = true }, key, sent, judgesOnly, cancellationToken);
        }
        finally
        {
            if (!isStored && !judgesOnly && key is null)
            {
                // Nothing came of it, refused or failed, so the same form may be sent again. Whoever sent it may be gone.
                await spent.GiveBackAsync(number, CancellationToken.None);
            }
        }
    }
}

/// <summary>The page of one thing.</summary>
/// <param name="About">What it is.</param>
/// <param name="Rights">What the reader may do.</param>
/// <param name="Form">Its form.</param>
/// <param name="Number">Number of this form: sent twice, it is done once.</param>
public sealed record ItemView(AdminDescription About, AdminRights Rights, AdminForm Form, Guid Number)
{
    /// <summary>Whether the reader may save.</summary>
    public bool MaySave => Form.Key is null ? Rights.Add : Rights.Change && (Form.Inputs.Any(i => !i.IsReadOnly) || Form.Inlines.Any(i => i.CanDelete || i.Rows.Any(r => r.Inputs.Any(x => !x.IsReadOnly))));
}
