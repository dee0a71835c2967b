using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.GroupManagement.Features.EditGroup;

/// <summary>The form of a group for admins. ADM-025 to ADM-028.</summary>
internal static class EditGroupEndpoint
{
    private const string List = "/admin/groupmanagement/group/";
    private const int MostValues = 2_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{List}add/", (HttpContext http, GroupForms forms, ICurrentUser currentUser, CancellationToken cancellationToken) =>
            ShowAsync(null, http, forms, currentUser, cancellationToken)).ToAdd().WithName("admin:groupmanagement_group_add");
        routes.MapPost($"{List}add/", (HttpContext http, GroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            SaveAsync(null, http, forms, currentUser, mediator, cancellationToken)).WithFormOptions(valueCountLimit: MostValues).ToAdd();
        routes.MapGet($"{List}{{id:int}}/change/", (int id, HttpContext http, GroupForms forms, ICurrentUser currentUser, CancellationToken cancellationToken) =>
                ShowAsync(new GroupId(id), http, forms, currentUser, cancellationToken))
            .RequireStaff().RequirePermission(GroupManagementPermissions.ViewAuthGroup).RequirePermission(GroupManagementPermissions.ViewGroup).WithName("admin:groupmanagement_group_change");
        routes.MapPost($"{List}{{id:int}}/change/", (int id, HttpContext http, GroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            SaveAsync(new GroupId(id), http, forms, currentUser, mediator, cancellationToken)).WithFormOptions(valueCountLimit: MostValues).ToChange();
        routes.MapPost($"{List}{{id:int}}/change/preview/", PreviewAsync).WithFormOptions(valueCountLimit: MostValues).ToChange();
    }

    private static RouteHandlerBuilder ToAdd(this RouteHandlerBuilder endpoint) =>
        endpoint.RequireStaff().RequirePermission(GroupManagementPermissions.AddAuthGroup).RequirePermission(GroupManagementPermissions.AddGroup);

    private static RouteHandlerBuilder ToChange(this RouteHandlerBuilder endpoint) =>
        endpoint.RequireStaff().RequirePermission(GroupManagementPermissions.ChangeAuthGroup).RequirePermission(GroupManagementPermissions.ChangeGroup);

    private static async Task<IResult> ShowAsync(GroupId? id, HttpContext http, GroupForms forms, ICurrentUser currentUser, CancellationToken cancellationToken) =>
        await forms.FindAsync(id, (await currentUser.FindAsync(cancellationToken))!, cancellationToken) is { } view
            ? http.Page<GroupPage, GroupFormView>(view)
            : TypedResults.NotFound();

    private static async Task<IResult> PreviewAsync(int id, HttpContext http, GroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var reader = (await currentUser.FindAsync(cancellationToken))!;
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await forms.ReadAsync(new GroupId(id), form, reader, cancellationToken) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var show = form[AccessPreviewView.ShowField].ToString();
        var listing = AccessPreviewView.Listed(show);
        var preview = view.Preview with { Problems = [.. view.Errors.Values], Listing = listing };
        if (view.Errors.Count == 0)
        {
            var asked = new PreviewGroup(new GroupId(id), [.. view.Permissions])
            {
                Joins = view.Joins,
                Leaves = view.Leaves,
                States = view.IsAutomatic ? [] : [.. view.States.Select(s => new StateId(s))],
                Listing = listing,
            };
            preview = preview with { Difference = await mediator.Send(asked, cancellationToken) };
        }

        return http.Preview<GroupPage, GroupFormView>(view with { Preview = preview }, preview, show);
    }

    private static async Task<IResult> SaveAsync(GroupId? id, HttpContext http, GroupForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var actor = (await currentUser.FindAsync(cancellationToken))!;
        var current = await forms.FindAsync(id, actor, cancellationToken);
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (current is null || await forms.ReadAsync(id, form, actor, cancellationToken) is not { } view)
        {
            return TypedResults.NotFound();
        }

        if (EnterTakes.Pressed(form))
        {
            return http.Page<GroupPage, GroupFormView>(view with { Errors = EnterTakes.Told(view.Errors, view.Typed) });
        }

        if (view.Errors.Count > 0)
        {
            return http.Invalid<GroupPage, GroupFormView>(view);
        }

        var result = await mediator.Send(new EditGroupRequest(view, current, actor), cancellationToken);
        if (result.Refusal is { } refusal)
        {
            return http.Invalid<GroupPage, GroupFormView>(view with { Errors = new Dictionary<string, Refusal>(StringComparer.Ordinal) { [result.Field] = refusal } });
        }

        http.Flash(FlashLevel.Success, view.States.Count > 0 ? "groupmanagement.edit.savedstates" : "groupmanagement.edit.saved", view.Name);
        return http.SeeOther(List);
    }
}
