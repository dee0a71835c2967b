using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Features.ListUsers;

internal static class ListUsersEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/authentication/user/", HandleAsync)
            .RequireStaff().RequirePermission(AuthenticationPermissions.ViewUser).RequirePermission("authentication.view_user").WithName("admin:authentication_user_changelist");

    private static async Task<IResult> HandleAsync(
        HttpContext http, TableQuery query, AuthenticationDb db, IMediator mediator, IOptions<AuthenticationSettings> settings, CancellationToken cancellationToken)
    {
        query = query.SortedBy("main", "state", "joined", "seen");
        var users = db.Users.AsNoTracking();
        if (query.Search is { } text)
        {
            var pattern = $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            users = users.Where(u => EF.Functions.ILike(u.UserName, pattern) || EF.Functions.ILike(u.MainName!, pattern) || EF.Functions.ILike(u.MainCorporationName!, pattern));
        }

        if (int.TryParse(query.Filter("state"), NumberStyles.None, CultureInfo.InvariantCulture, out var state))
        {
            users = users.Where(u => u.State == new StateId(state));
        }

        users = query.Filter("who") switch
        {
            "staff" => users.Where(u => u.IsStaff || u.IsSuperuser),
            "off" => users.Where(u => !u.IsActive),
            _ => users,
        };
        var sorted = (query.Sort, query.Descending) switch
        {
            ("state", false) => users.OrderBy(u => u.State).ThenBy(u => u.Id),
            ("state", true) => users.OrderByDescending(u => u.State).ThenBy(u => u.Id),
            ("joined", false) => users.OrderBy(u => u.DateJoined).ThenBy(u => u.Id),
            ("joined", true) => users.OrderByDescending(u => u.DateJoined).ThenBy(u => u.Id),
            ("seen", false) => users.OrderBy(u => u.LastLogin == null).ThenBy(u => u.LastLogin).ThenBy(u => u.Id),
            ("seen", true) => users.OrderBy(u => u.LastLogin == null).ThenByDescending(u => u.LastLogin).ThenBy(u => u.Id),
            (_, true) => users.OrderByDescending(u => u.MainName ?? u.UserName).ThenBy(u => u.Id),
            _ => users.OrderBy(u => u.MainName ?? u.UserName).ThenBy(u => u.Id),
        };
        var rows = await sorted.Skip(query.Skip).Take(query.Size)
            .Select(u => new
            {
                User = u,
                State = db.States.Where(s => s.Id == u.State).Select(s => s.Name).First(),
                Total = users.Count(),
            })
            .ToListAsync(cancellationToken);

        // A page behind the last has no row to hold the total.
        var total = rows.Count > 0 ? rows[0].Total : query.Skip > 0 ? await users.CountAsync(cancellationToken) : 0;
        UserId[] ids = [.. rows.Select(r => r.User.Id)];
        var holdings = ids.Length == 0 ? [] : await db.Ownerships.Where(o => ids.Contains(o.UserId))
            .Select(o => new { o.UserId, Character = (long?)o.CharacterId, Group = (string?)null })
            .Concat(db.GroupMembers.Where(m => ids.Contains(m.UserId))
                .Join(db.Groups, m => m.GroupId, g => g.Id, (m, g) => new { m.UserId, Character = (long?)null, Group = (string?)g.Name }))
            .ToListAsync(cancellationToken);
        var held = holdings.ToLookup(h => h.UserId);
        var names = await NamesAsync([.. holdings.Select(h => h.Character).OfType<long>()], mediator, cancellationToken);
        var states = await db.States.AsNoTracking().OrderByDescending(s => s.Priority).Select(s => new FilterChoice(s.Id.Value.ToString(CultureInfo.InvariantCulture), s.Name, null)).ToListAsync(cancellationToken);
        IReadOnlyList<UserRow> views =
        [
            .. rows.Select(r => new UserRow(
                r.User.Id.Value,
                r.User.MainCharacterId,
                r.User.MainName ?? r.User.UserName,
                r.User.MainCorporationName,
                r.State,
                r.User.IsActive,
                r.User.IsStaff || r.User.IsSuperuser,
                Cut([.. held[r.User.Id].Select(h => h.Character).OfType<long>().Select(names.GetValueOrDefault).OfType<string>().Order(StringComparer.CurrentCulture)], settings.Value.UserListCharacters),
                Cut([.. held[r.User.Id].Select(h => h.Group).OfType<string>().Order(StringComparer.CurrentCulture)], settings.Value.UserListGroups),
                r.User.LastLogin)),
        ];
        return http.Page<UsersPage, UsersView>(new UsersView(new TablePage<UserRow>(views, total, query), states));
    }

    private static async Task<Dictionary<long, string>> NamesAsync(long[] characters, IMediator mediator, CancellationToken cancellationToken) =>
        characters.Length == 0 ? [] : (await mediator.Send(new FindCharacters(characters), cancellationToken)).ToDictionary(c => c.CharacterId, c => c.Name);

    private static string Cut(IReadOnlyList<string> names, int most) =>
        names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))}, +{(names.Count - most).ToString(CultureInfo.CurrentCulture)}";
}

/// <summary>The list of users.</summary>
/// <param name="Page">The users shown.</param>
/// <param name="States">States to filter by.</param>
public sealed record UsersView(TablePage<UserRow> Page, IReadOnlyList<FilterChoice> States);

/// <summary>One user.</summary>
/// <param name="Id">Its number.</param>
/// <param name="MainId">EVE id of the main, or null.</param>
/// <param name="Name">The main's name, or the login name.</param>
/// <param name="Corporation">The main's corporation.</param>
/// <param name="State">State.</param>
/// <param name="IsActive">May sign in.</param>
/// <param name="IsStaff">Staff or superuser.</param>
/// <param name="Characters">Names, cut off.</param>
/// <param name="Groups">Names, cut off.</param>
/// <param name="LastLogin">UTC, or null for never.</param>
public sealed record UserRow(
    int Id, long? MainId, string Name, string? Corporation, string State, bool IsActive, bool IsStaff, string Characters, string Groups, DateTimeOffset? LastLogin);
