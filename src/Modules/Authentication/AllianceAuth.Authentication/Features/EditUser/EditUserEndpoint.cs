using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.EditUser;

internal static class EditUserEndpoint
{
    private const string List = "/admin/authentication/user/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{List}{{id:int}}/change/", ShowAsync)
            .RequireStaff().RequirePermission(AuthenticationPermissions.ViewUser).RequirePermission("authentication.view_user").WithName("admin:authentication_user_change");
        routes.MapPost($"{List}{{id:int}}/change/", SaveAsync)
            .RequireStaff().RequirePermission(AuthenticationPermissions.ChangeUser).RequirePermission("authentication.change_user");
    }

    private static async Task<IResult> ShowAsync(int id, HttpContext http, UserForms forms, CancellationToken cancellationToken) =>
        await forms.FindAsync(new UserId(id), cancellationToken) is { } view ? http.Page<UserPage, UserView>(view) : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(
        int id, HttpContext http, UserForms forms, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var wanted = new WantedUser(
            form["active"] == "true",
            form["staff"] == "true",
            form["superuser"] == "true",
            [.. form["permissions"].OfType<string>()],
            Groups(form["groups"]))
        {
            GroupsBefore = Groups(form["groups_were"].ToString().Split(',')),
            Main = long.TryParse(form["main"], NumberStyles.None, CultureInfo.InvariantCulture, out var main) ? main : null,
        };
        var revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? sent : -1;
        var actor = (await currentUser.FindAsync(cancellationToken))!;
        var result = await mediator.Send(new EditUserRequest(new UserId(id), revision, wanted, actor), cancellationToken);
        if (result is null)
        {
            return TypedResults.NotFound();
        }

        if (result.Refusal is { } refusal)
        {
            var view = (await forms.FindAsync(new UserId(id), cancellationToken))!;
            return http.Invalid<UserPage, UserView>(view with { Refusal = refusal });
        }

        http.Flash(FlashLevel.Success, "authentication.user.saved");
        return http.SeeOther($"{List}{id}/change/");
    }

    private static IReadOnlyCollection<GroupId> Groups(IEnumerable<string?> values) =>
        [.. values.Select(v => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Distinct().Select(id => new GroupId(id))];
}

/// <summary>Fills the form of a user.</summary>
internal sealed class UserForms(AuthenticationDb db, ICurrentUser currentUser, IMediator mediator, IEnumerable<UserPageLink> links)
{
    public async Task<UserView?> FindAsync(UserId id, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancellationToken);
        if (user is null)
        {
            return null;
        }

        var me = (await currentUser.FindAsync(cancellationToken))!;
        var groups = await db.Groups.AsNoTracking().OrderBy(g => g.Name)
            .Select(g => new GroupChoice(g.Id.Value, g.Name, db.GroupMembers.Any(m => m.GroupId == g.Id && m.UserId == id)))
            .ToListAsync(cancellationToken);
        var owned = await db.Ownerships.Where(o => o.UserId == id).Select(o => o.CharacterId).ToListAsync(cancellationToken);
        var characters = owned.Count == 0 ? [] : await mediator.Send(new FindCharacters(owned), cancellationToken);
        return new UserView(
            id.Value,
            user.Revision,
            user.UserName,
            user.Main?.Name,
            user.Email,
            await db.States.Where(s => s.Id == user.State).Select(s => s.Name).SingleAsync(cancellationToken),
            user.IsActive,
            user.IsStaff,
            user.IsSuperuser,
            groups,
            await db.UserPermissions.Where(p => p.UserId == id).Select(p => p.Permission).ToListAsync(cancellationToken))
        {
            MainId = user.MainCharacterId?.ToString(CultureInfo.InvariantCulture),
            IsPending = user.Registration == RegistrationStatus.Pending,
            DateJoined = user.DateJoined,
            LastLogin = user.LastLogin,
            Characters = [.. characters.OrderBy(c => c.Name, StringComparer.CurrentCulture).Select(c => new CharacterOption(c.CharacterId, c.Name, c.CorporationName))],
            MayChange = me.Has(AuthenticationPermissions.ChangeUser) && me.Has("authentication.change_user"),
            MayPromote = me.IsSuperuser,
            MayDelete = me.Has(AuthenticationPermissions.DeleteUser) && me.Has("authentication.delete_user") && UserEdit.FindDeleteRefusal(me, user) is null,
            Links = [.. links.Where(l => l.VisibleTo(me)).Select(l => new UserLinkView(l.Text, l.Icon, l.Href(id)))],
        };
    }
}

/// <summary>The form of one user.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Revision">The edit it was made from.</param>
/// <param name="UserName">Login name.</param>
/// <param name="MainName">Name of the main, or null.</param>
/// <param name="Email">Address.</param>
/// <param name="StateName">State.</param>
/// <param name="IsActive">May sign in.</param>
/// <param name="IsStaff">May open these pages.</param>
/// <param name="IsSuperuser">May do everything.</param>
/// <param name="Groups">All groups.</param>
/// <param name="Permissions">Permissions of the user's own.</param>
public sealed record UserView(
    int Id,
    int Revision,
    string UserName,
    string? MainName,
    string Email,
    string StateName,
    bool IsActive,
    bool IsStaff,
    bool IsSuperuser,
    IReadOnlyList<GroupChoice> Groups,
    IReadOnlyCollection<string> Permissions)
{
    /// <summary>Why it was not saved.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>EVE id of the main, or null.</summary>
    public string? MainId { get; init; }

    /// <summary>Did not finish the registration.</summary>
    public bool IsPending { get; init; }

    /// <summary>UTC.</summary>
    public DateTimeOffset DateJoined { get; init; }

    /// <summary>UTC, or null for never.</summary>
    public DateTimeOffset? LastLogin { get; init; }

    /// <summary>The user's characters.</summary>
    public IReadOnlyList<CharacterOption> Characters { get; init; } = [];

    /// <summary>Whether the reader may save.</summary>
    public bool MayChange { get; init; }

    /// <summary>Whether the reader may make staff and superusers.</summary>
    public bool MayPromote { get; init; }

    /// <summary>Whether the reader may delete the user.</summary>
    public bool MayDelete { get; init; }

    /// <summary>What other modules know about the user.</summary>
    public IReadOnlyList<UserLinkView> Links { get; init; } = [];
}

/// <summary>A link to another module's page about a user.</summary>
/// <param name="Text">Text key.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Href">Local address.</param>
public sealed record UserLinkView(string Text, string Icon, string Href);

/// <summary>A group a user may be put into.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsIn">Whether the user is in it.</param>
public sealed record GroupChoice(int Id, string Name, bool IsIn);
