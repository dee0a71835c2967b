using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
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

namespace AllianceAuth.Authentication.Features.EditState;

internal static class EditStateEndpoint
{
    private const string List = "/admin/authentication/state/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{List}add/", AddAsync).RequireStaff().RequirePermission(AuthenticationPermissions.AddState).WithName("admin:authentication_state_add");
        routes.MapPost($"{List}add/", (HttpContext http, StateForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            SaveAsync(null, http, forms, currentUser, mediator, cancellationToken)).WithFormOptions(valueCountLimit: StateForms.MostEntries * 2).RequireStaff().RequirePermission(AuthenticationPermissions.AddState);
        routes.MapGet($"{List}{{id:int}}/change/", ShowAsync).RequireStaff().RequirePermission(AuthenticationPermissions.ViewState).WithName("admin:authentication_state_change");
        routes.MapPost($"{List}{{id:int}}/change/", (int id, HttpContext http, StateForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            SaveAsync(id, http, forms, currentUser, mediator, cancellationToken)).RequireStaff().RequirePermission(AuthenticationPermissions.ChangeState).WithFormOptions(valueCountLimit: StateForms.MostEntries * 2);
        routes.MapPost($"{List}add/preview/", (HttpContext http, StateForms forms, IMediator mediator, CancellationToken cancellationToken) =>
            PreviewAsync(null, http, forms, mediator, cancellationToken)).WithFormOptions(valueCountLimit: StateForms.MostEntries * 2).RequireStaff().RequirePermission(AuthenticationPermissions.AddState);
        routes.MapPost($"{List}{{id:int}}/change/preview/", (int id, HttpContext http, StateForms forms, IMediator mediator, CancellationToken cancellationToken) =>
            PreviewAsync(id, http, forms, mediator, cancellationToken)).WithFormOptions(valueCountLimit: StateForms.MostEntries * 2).RequireStaff().RequirePermission(AuthenticationPermissions.ChangeState);
    }

    private static async Task<IResult> AddAsync(HttpContext http, StateForms forms, CancellationToken cancellationToken) =>
        http.Page<StatePage, StateView>(await forms.NewAsync(cancellationToken));

    private static async Task<IResult> ShowAsync(int id, HttpContext http, StateForms forms, CancellationToken cancellationToken) =>
        await forms.FindAsync(new StateId(id), cancellationToken) is { } view ? http.Page<StatePage, StateView>(view) : TypedResults.NotFound();

    private static async Task<IResult> PreviewAsync(int? id, HttpContext http, StateForms forms, IMediator mediator, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        if (await forms.ReadAsync(id, form, cancellationToken) is not { } view)
        {
            return TypedResults.NotFound();
        }

        var show = form[AccessPreviewView.ShowField].ToString();
        var preview = await mediator.Send(new PreviewStateRequest(view, AccessPreviewView.Listed(show)), cancellationToken);
        return http.Preview<StatePage, StateView>(view with { Preview = preview }, preview, show);
    }

    private static async Task<IResult> SaveAsync(
        int? id, HttpContext http, StateForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var view = await forms.ReadAsync(id, form, cancellationToken);
        if (view is null)
        {
            return TypedResults.NotFound();
        }

        if (EnterTakes.Pressed(form))
        {
            return http.Page<StatePage, StateView>(view with { Errors = EnterTakes.Told(view.Errors, view.Typed) });
        }

        if (view.Errors.Count > 0)
        {
            return http.Invalid<StatePage, StateView>(view);
        }

        var actor = (await currentUser.FindAsync(cancellationToken))!;
        var result = await mediator.Send(
            new EditStateRequest(
                id is { } known ? new StateId(known) : null,
                view.Revision,
                view.Name,
                int.Parse(view.Priority, CultureInfo.InvariantCulture),
                view.IsPublic,
                [.. view.Members.Select(m => (m.Kind, m.Id))],
                view.Permissions,
                actor),
            cancellationToken);
        switch (result)
        {
            case null:
                return TypedResults.NotFound();
            case { Refusal: { } refusal }:
                var field = refusal.Code switch
                {
                    "authentication.state.priority.taken" => "priority",
                    "authentication.state.changed" => "",
                    _ => "name",
                };
                return http.Invalid<StatePage, StateView>(view with { Errors = new Dictionary<string, Refusal>(StringComparer.Ordinal) { [field] = refusal } });
            default:
                http.Flash(FlashLevel.Success, "authentication.state.saved", view.Name, result.Moved.ToString("N0", CultureInfo.CurrentCulture));
                return http.SeeOther(List);
        }
    }
}

/// <summary>The form of one state.</summary>
/// <param name="Id">Its number; null for a new one.</param>
/// <param name="Revision">The edit it was made from.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">As it was typed.</param>
/// <param name="IsPublic">Fits everybody.</param>
/// <param name="Members">Entries of its lists.</param>
/// <param name="Permissions">Permissions it grants.</param>
public sealed record StateView(
    int? Id, int Revision, string Name, string Priority, bool IsPublic, IReadOnlyList<StateMemberView> Members, IReadOnlyCollection<string> Permissions)
{
    /// <summary>What is wrong, by field; the empty name is the whole form.</summary>
    public IReadOnlyDictionary<string, Refusal> Errors { get; init; } = new Dictionary<string, Refusal>(StringComparer.Ordinal);

    /// <summary>By field: names that were typed and not taken.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The state of everybody whom no other one fits: its name and lists are fixed. ADM-014.</summary>
    public bool IsGuest { get; init; }

    /// <summary>Whether the reader may change what it grants. ADM-015.</summary>
    public bool MayGrant { get; init; }

    /// <summary>Whether the reader may save.</summary>
    public bool MayChange { get; init; }

    /// <summary>Whether the reader may delete it.</summary>
    public bool MayDelete { get; init; }

    /// <summary>What saving it would do to everybody.</summary>
    public AccessPreviewView Preview { get; init; } = new("state-preview", "state-form", $"{(Id is { } id ? $"/admin/authentication/state/{id.ToString(CultureInfo.InvariantCulture)}/change/" : "/admin/authentication/state/add/")}preview/");

    /// <summary>Users in it now.</summary>
    public int Users { get; init; }
}

/// <summary>One entry of a state's lists.</summary>
/// <param name="Kind">Which list.</param>
/// <param name="Id">EVE id.</param>
/// <param name="Name">Its name, or its id while the name is not known.</param>
public sealed record StateMemberView(EntityKind Kind, long Id, string Name);
