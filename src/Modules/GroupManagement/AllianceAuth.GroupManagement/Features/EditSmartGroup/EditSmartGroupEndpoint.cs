using System.Globalization;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.GroupManagement.Features.EditSmartGroup;

internal static class EditSmartGroupEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{SmartGroupPath.List}add/", AddAsync)
            .RequireStaff().RequirePermission(GroupManagementPermissions.AddSmartGroup).WithName("admin:groupmanagement_smartgroup_add");
        routes.MapPost($"{SmartGroupPath.List}add/", (HttpContext http, SmartGroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) => SendAsync(null, http, forms, currentUser, mediator, cancellationToken))
            .RequireStaff().RequirePermission(GroupManagementPermissions.AddSmartGroup);
        routes.MapGet($"{SmartGroupPath.List}{{id:int}}/change/", ShowAsync)
            .RequireStaff().RequirePermission(GroupManagementPermissions.ViewSmartGroup).WithName("admin:groupmanagement_smartgroup_change");
        routes.MapPost($"{SmartGroupPath.List}{{id:int}}/change/", (int id, HttpContext http, SmartGroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) => SendAsync(id, http, forms, currentUser, mediator, cancellationToken))
            .RequireStaff().RequirePermission(GroupManagementPermissions.ChangeSmartGroup);
    }

    private static async Task<IResult> AddAsync(HttpContext http, SmartGroupForms forms, [FromQuery] int? group, CancellationToken cancellationToken) =>
        http.Page<SmartGroupFormPage, SmartGroupFormView>(await forms.NewAsync(group, cancellationToken));

    private static async Task<IResult> ShowAsync(int id, HttpContext http, SmartGroupForms forms, CancellationToken cancellationToken) =>
        await forms.FindAsync(new GroupId(id), cancellationToken) is { } view ? http.Page<SmartGroupFormPage, SmartGroupFormView>(view) : TypedResults.NotFound();

    private static async Task<IResult> SendAsync(int? id, HttpContext http, SmartGroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        if (id is { } known && await forms.FindAsync(new GroupId(known), cancellationToken) is null)
        {
            return TypedResults.NotFound();
        }

        var form = await http.Request.ReadFormAsync(cancellationToken);
        var view = await forms.ReadAsync(id, form, cancellationToken);
        var show = form[AccessPreviewView.ShowField].ToString();
        return form["do"].ToString() switch
        {
            // A form that is still being put together is not told off for what is not there yet.
            "save" => SmartGroupForms.IsSound(view) ? await SaveAsync(view, http, form, (await currentUser.FindAsync(cancellationToken))!, mediator, cancellationToken) : http.Invalid<SmartGroupFormPage, SmartGroupFormView>(view),
            "preview" or "" => SmartGroupForms.IsSound(view) ? await PreviewAsync(view, http, show, mediator, cancellationToken) : http.Invalid<SmartGroupFormPage, SmartGroupFormView>(view),
            _ => http.Page<SmartGroupFormPage, SmartGroupFormView>(SmartGroupForms.WithoutComplaints(view)),
        };
    }

    private static async Task<IResult> PreviewAsync(SmartGroupFormView view, HttpContext http, string show, IMediator mediator, CancellationToken cancellationToken)
    {
        var preview = await mediator.Send(new PreviewSmartGroupRequest(view, AccessPreviewView.Listed(show)), cancellationToken);
        var page = view with { Preview = preview };
        return show.Length > 0 ? http.Preview<SmartGroupFormPage, SmartGroupFormView>(page, preview.Access, show) : http.Page<SmartGroupFormPage, SmartGroupFormView>(page);
    }

    private static async Task<IResult> SaveAsync(SmartGroupFormView view, HttpContext http, IFormCollection form, AccessSnapshot actor, IMediator mediator, CancellationToken cancellationToken)
    {
        var result = await mediator.Send(new EditSmartGroupRequest(view, Number(form["seen-joining"]), Number(form["seen-leaving"]), actor), cancellationToken);
        if (result.Refused is { } refused)
        {
            return http.Invalid<SmartGroupFormPage, SmartGroupFormView>(
                view with { Errors = new Dictionary<string, Refusal>(StringComparer.Ordinal) { [refused.Field] = refused.Refusal } });
        }

        if (result.Outcome is not { } outcome)
        {
            var preview = await mediator.Send(new PreviewSmartGroupRequest(view, new DifferenceListing()), cancellationToken);
            return http.Page<SmartGroupFormPage, SmartGroupFormView>(view with { Preview = preview, MustLook = true });
        }

        http.Flash(
            FlashLevel.Success,
            "groupmanagement.smart.saved",
            view.Name,
            outcome.Joined.ToString("N0", CultureInfo.CurrentCulture),
            outcome.Warned.ToString("N0", CultureInfo.CurrentCulture),
            outcome.Ended.ToString("N0", CultureInfo.CurrentCulture));
        return http.SeeOther(SmartGroupPath.List);
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
