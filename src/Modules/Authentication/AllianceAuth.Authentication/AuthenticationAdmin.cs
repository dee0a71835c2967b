using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.DeleteState;
using AllianceAuth.Authentication.Features.DeleteUser;
using AllianceAuth.Authentication.Features.SwitchUsers;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication;

/// <summary>What the administration shows of this module. Users and states keep screens of their own; their lists, deletion and history come from it.</summary>
internal static class AuthenticationAdmin
{
    public static void Add(IServiceCollection services)
    {
        services.AddAdminSection("authentication", "authentication.app.authentication");
        services.AddAdminSection("auth", "authentication.app.auth");
        services.AddAdmin<AuthenticationDb, User>("authentication", "user", Users);
        services.AddAdmin<AuthenticationDb, State>("authentication", "state", States);
        OwnershipAdmin.Add(services);
        services.AddAdminList("auth", "permission", PermissionsAsync, p => p.Name, admin => admin
            .Named("authentication.admin.permissions", "authentication.admin.permission")
            .Icon("fa-solid fa-shield-halved")
            .Column("authentication.admin.permission.name", p => p.Name)
            .Column("authentication.admin.permission.description", p => p.Description)
            .Column("authentication.admin.permission.codename", p => p.Codename, c => c.OnlyWide())
            .Column("authentication.admin.permission.model", p => p.Model, c => c.OnlyWide())
            .Filter("authentication.admin.permission.app", p => p.App)
            .Search(p => p.Codename)
            .EveryStaffSees());
    }

    private static void Users(AdminBuilder<AuthenticationDb, User> admin) => admin
        .Named("authentication.users.title", "authentication.admin.user")
        .Icon("fa-solid fa-users")
        .AlsoNeeds("auth", "user")
        .Called(u => u.MainName ?? u.UserName)
        // The sort is the login name's, as in Alliance Auth. ADM-009: without main no portrait and no second line.
        .Show("authentication.users.main", (u, _) => new AdminFace(u.UserName, u.MainName, CharacterId: u.MainCharacterId), u => u.UserName, c => c.Head())
        .Show("authentication.column.corporation", (u, _) => u.MainName is null
            ? AdminCell.Nothing
            : new AdminFace(u.MainCorporationName ?? "", u.MainAllianceName ?? u.MainFactionName, CorporationId: u.MainCorporationId), u => u.MainCorporationName)
        .Column("authentication.user.state", u => u.State, c => c.Side())
        .Show("authentication.dashboard.characters", (u, held) => Held(held).Characters(u.Id), c => c.OnlyWide())
        .Show("authentication.dashboard.groups", (u, held) => Held(held).Groups(u.Id), c => c.OnlyWide())
        .Column("authentication.admin.user.active", u => u.IsActive)
        .Column("authentication.user.joined", u => u.DateJoined, c => c.OnlyWide())
        .Column("authentication.user.lastlogin", u => u.LastLogin, c => c.OnlyWide())
        .Show("authentication.admin.user.role", (u, _) => new AdminWord(u.IsSuperuser ? "authentication.user.superuser" : u.IsStaff ? "authentication.user.staff" : "authentication.admin.user"))
        .Load(HeldByAsync)
        .Filter("authentication.user.state", u => u.State)
        .Filter("authentication.dashboard.groups", GroupsAsync, InGroups)
        .Filter("authentication.column.corporation", u => u.MainCorporationId, u => u.MainCorporationName)
        .Filter("authentication.admin.user.alliance", u => u.MainAllianceId, u => u.MainAllianceName)
        .Filter("authentication.admin.user.faction", u => u.MainFactionId, u => u.MainFactionName)
        .Filter("authentication.admin.user.active", u => u.IsActive)
        .Filter("authentication.user.staff", u => u.IsStaff)
        .Filter("authentication.user.superuser", u => u.IsSuperuser)
        .Search(u => u.UserName, u => u.MainName, u => u.MainCorporationName)
        .SearchAlso(OwnersOfAsync)
        .SearchHint("authentication.users.search")
        .OrderBy(u => u.UserName)
        .OwnForm()
        .NoAdd()
        .KeepsFromDeleting((work, user) => UserEdit.FindDeleteRefusal(work.Actor!, user))
        .GoesWith<Ownership>("authentication.admin.goes.characters")
        .GoesWith<OwnershipRecord>("authentication.admin.goes.records")
        .GoesWith<GroupMember>("authentication.admin.goes.memberships")
        .GoesWith<UserPermission>("authentication.admin.goes.permissions")
        .Deletes(DeleteUsersAsync, recordsHistory: true)
        .Action("authentication.admin.updatemain", UpdateMainsAsync, a => a.Icon("fa-solid fa-arrows-rotate").Consequence("authentication.admin.updatemain.consequence"))
        .Action("authentication.admin.switchoff", (work, users, cancellationToken) => SwitchAsync(work, users, isActive: false, cancellationToken), a => a.Danger().Consequence("authentication.admin.switchoff.consequence"))
        .Action("authentication.admin.switchon", (work, users, cancellationToken) => SwitchAsync(work, users, isActive: true, cancellationToken), a => a.Consequence("authentication.admin.switchon.consequence"));

    private static void States(AdminBuilder<AuthenticationDb, State> admin) => admin
        .Named("authentication.states.title", "authentication.user.state")
        .Icon("fa-solid fa-layer-group")
        .Called(s => s.Name)
        .Column("authentication.state.name", s => s.Name, c => c.Head())
        .Column("authentication.state.priority", s => s.Priority)
        .Column("authentication.state.public", s => s.IsPublic)
        .Column("authentication.admin.state.entries", (db, s) => s.Members.Count, c => c.OnlyWide())
        .Column("authentication.state.permissions", (db, s) => s.Permissions.Count, c => c.OnlyWide())
        .Column("authentication.users.title", (db, s) => db.Users.Count(u => u.State == s.Id), c => c.Side())
        .OrderByDescending(s => s.Priority)
        .OwnForm()
        .KeepsFromDeleting((_, state) => state.IsGuest ? new Refusal("authentication.state.guest.delete") : null)
        .GoesWith<StateMember>("authentication.states.entries")
        .GoesWith<StatePermission>("authentication.admin.goes.permissions")
        .AlsoGoes(async (work, going, cancellationToken) =>
        {
            var ids = going.Select(s => s.Id).ToList();
            var users = await work.Db.Users.LongCountAsync(u => ids.Contains(u.State), cancellationToken);
            return users == 0 ? [] : [new AdminConsequence("authentication.state.delete.consequence", users)];
        })
        .TakesAccess((work, going, listing, cancellationToken) =>
            work.Services.GetRequiredService<AccessForecast>().WithoutStatesAsync([.. going.Select(s => s.Id)], listing, cancellationToken))
        .Deletes(DeleteStatesAsync, recordsHistory: true);

    private static HeldByUsers Held(object? held) => (HeldByUsers)held!;

    private static async Task<object?> HeldByAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<User> users, CancellationToken cancellationToken)
    {
        UserId[] ids = [.. users.Select(u => u.Id)];
        var held = await work.Db.Ownerships.Where(o => ids.Contains(o.UserId))
            .Select(o => new { o.UserId, Character = (long?)o.CharacterId, Group = (string?)null })
            .Concat(work.Db.GroupMembers.Where(m => ids.Contains(m.UserId))
                .Join(work.Db.Groups, m => m.GroupId, g => g.Id, (m, g) => new { m.UserId, Character = (long?)null, Group = (string?)g.Name }))
            .ToListAsync(cancellationToken);
        long[] characters = [.. held.Select(h => h.Character).OfType<long>()];
        var names = characters.Length == 0
            ? []
            : (await work.Services.GetRequiredService<IMediator>().Send(new FindCharacters(characters), cancellationToken)).ToDictionary(c => c.CharacterId, c => c.Name);
        return new HeldByUsers(
            held.Where(h => h.Character is not null).Select(h => (h.UserId, Name: names.GetValueOrDefault(h.Character!.Value))).Where(h => h.Name is not null).ToLookup(h => h.UserId, h => h.Name!),
            held.Where(h => h.Group is not null).ToLookup(h => h.UserId, h => h.Group!),
            work.Services.GetRequiredService<IOptions<AuthenticationSettings>>().Value);
    }

    private static async Task<IReadOnlyList<AdminOption>> GroupsAsync(AdminWork<AuthenticationDb> work, CancellationToken cancellationToken)
    {
        var groups = await work.Db.Groups.AsNoTracking().OrderBy(g => g.Name).ToListAsync(cancellationToken);
        return [.. groups.OrderBy(g => g.Name, StringComparer.CurrentCultureIgnoreCase).Select(g => new AdminOption(g.Id.ToString(), g.Name))];
    }

    private static IQueryable<User> InGroups(AuthenticationDb db, IQueryable<User> users, IReadOnlyList<string> values)
    {
        List<GroupId> groups = [.. values.Select(v => new GroupId(int.TryParse(v, CultureInfo.InvariantCulture, out var id) ? id : 0))];
        return users.Where(u => db.GroupMembers.Any(m => m.UserId == u.Id && groups.Contains(m.GroupId)));
    }

    /// <summary>Users who own a character of that name: EveOnline knows the names, we know the owners.</summary>
    private static async Task<Expression<Func<User, bool>>?> OwnersOfAsync(AdminWork<AuthenticationDb> work, string typed, CancellationToken cancellationToken)
    {
        var characters = await work.Services.GetRequiredService<IMediator>().Send(new SearchCharacters(typed), cancellationToken);
        if (characters.Count == 0)
        {
            return null;
        }

        // Ids as a list, not as a question inside the statement: then each part of the search has its index.
        var owners = await work.Db.Ownerships.Where(o => characters.Contains(o.CharacterId)).Select(o => o.UserId).Distinct().ToListAsync(cancellationToken);
        return u => owners.Contains(u.Id);
    }

    private static async Task<AdminDone> UpdateMainsAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<User> users, CancellationToken cancellationToken)
    {
        long[] mains = [.. users.Select(u => u.MainCharacterId).OfType<long>()];
        await work.Services.GetRequiredService<IMediator>().Send(new RefreshCharacters(mains), cancellationToken);
        return new AdminDone(mains.Length);
    }

    private static Task<AdminDone> SwitchAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<User> users, bool isActive, CancellationToken cancellationToken)
    {
        work.Db.ChangeTracker.Clear();
        return work.Services.GetRequiredService<IMediator>().Send(new SwitchUsersRequest([.. users.Select(u => u.Id)], isActive, work.Actor!), cancellationToken);
    }

    private static async Task<AdminDone> DeleteUsersAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<User> users, CancellationToken cancellationToken)
    {
        var mediator = work.Services.GetRequiredService<IMediator>();
        List<Refusal> refusals = [];
        var done = 0;
        foreach (var user in users.Select(u => u.Id).ToList())
        {
            work.Db.ChangeTracker.Clear();
            var deleted = await mediator.Send(new DeleteUserRequest(user, work.Actor!), cancellationToken);
            done += deleted is { Refusal: null } ? 1 : 0;
            refusals.AddRange(deleted?.Refusal is { } refusal ? [refusal] : []);
        }

        return new AdminDone(done, refusals);
    }

    /// <summary>Each one moves its users before it goes. ADM-036.</summary>
    private static async Task<AdminDone> DeleteStatesAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<State> states, CancellationToken cancellationToken)
    {
        var mediator = work.Services.GetRequiredService<IMediator>();
        var done = 0;
        foreach (var state in states.Select(s => s.Id).ToList())
        {
            work.Db.ChangeTracker.Clear();
            done += await mediator.Send(new DeleteStateRequest(state, work.Actor!.User), cancellationToken) is null ? 0 : 1;
        }

        return new AdminDone(done);
    }

    private static Task<IReadOnlyList<PermissionDeclaration>> PermissionsAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        Task.FromResult(services.GetRequiredService<PermissionCatalog>().All);

    /// <summary>What the users of one page hold. ADM-008: sorted by name, cut after so many, all of them in the tooltip.</summary>
    private sealed class HeldByUsers(ILookup<UserId, string> characters, ILookup<UserId, string> groups, AuthenticationSettings settings)
    {
        public AdminCell Characters(UserId user) => Cell(characters[user], settings.UserListCharacters);

        public AdminCell Groups(UserId user) => Cell(groups[user], settings.UserListGroups);

        private static AdminNames Cell(IEnumerable<string> names, int most) => new([.. names.Order(StringComparer.CurrentCultureIgnoreCase)], most);
    }
}
