using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services;

/// <summary>What the administration shows of the accounts of one service: whose they are. What is due about them stands on the page of service health. SVC-072.</summary>
internal static class ServiceAccountsAdmin
{
    // Registered within so many days; the choices of the filter.
    private static readonly IReadOnlyDictionary<string, (string Text, int Days)> Spans = new Dictionary<string, (string Text, int Days)>(StringComparer.Ordinal)
    {
        ["week"] = ("services.admin.joined.week", 7),
        ["month"] = ("services.admin.joined.month", 30),
        ["year"] = ("services.admin.joined.year", 365),
    };

    /// <summary>Gives a service its list at <c>/admin/service/serviceuser/</c>; its permissions are declared by <c>PermissionDeclaration.Standard(service, serviceuser)</c>.</summary>
    /// <param name="services">The container.</param>
    /// <param name="service">Short name of the service.</param>
    /// <param name="many">Text key: what its accounts are called.</param>
    /// <param name="one">Text key: what one of them is called.</param>
    /// <param name="more">What this service's list has besides; null for nothing.</param>
    public static IServiceCollection AddServiceAccounts(this IServiceCollection services, string service, string many, string one, Action<AdminBuilder<ServicesDb, Account>>? more = null) =>
        services.AddAdminSection(service, "services.list.title").AddAdmin<ServicesDb, Account>(service, service + "user", admin => (more ?? (_ => { })).Invoke(admin
            .Named(many, one)
            .Icon("fa-solid fa-plug")
            .Where(a => a.Service == service)
            .Called(a => a.LoginName)
            .Show("services.admin.user", (a, held) => Owner(held, a) is { } owner ? new AdminFace(owner.UserName, owner.Main?.Name, CharacterId: owner.Main?.CharacterId) : AdminCell.Nothing, c => c.Head())
            .Show("services.admin.state", (a, held) => new AdminText(Owners(held).States.GetValueOrDefault(a.UserId, "")), c => c.Side())
            .Show("services.admin.corporation", (a, held) => Owner(held, a)?.Main is { } main
                ? new AdminFace(main.CorporationName, main.AllianceName, CorporationId: main.CorporationId)
                : AdminCell.Nothing)
            .Column("services.card.username", a => a.LoginName, c => c.OnlyWide())
            .Show("services.admin.joined", (a, held) => Owner(held, a) is { } owner ? new AdminTime(owner.Joined) : AdminCell.Nothing, c => c.OnlyWide())
            .Load(OwnersOfAsync)
            .Filter("services.admin.state", (work, cancellationToken) => Names(work).AllAsync(AdminReferenceKind.State, cancellationToken), (work, values, cancellationToken) => OwnedAsync(work, u => values.Contains(u.State.ToString(), StringComparer.Ordinal), cancellationToken))
            .Filter("services.admin.maincorporation", (work, cancellationToken) => OccurringAsync(work, service, AdminReferenceKind.Corporation, u => u.Corporation, cancellationToken), (work, values, cancellationToken) => OwnedAsync(work, u => Has(values, u.Corporation), cancellationToken))
            .Filter("services.admin.mainalliance", (work, cancellationToken) => OccurringAsync(work, service, AdminReferenceKind.Alliance, u => u.Alliance, cancellationToken), (work, values, cancellationToken) => OwnedAsync(work, u => Has(values, u.Alliance), cancellationToken))
            .Filter("services.admin.joined", (_, _) => Task.FromResult<IReadOnlyList<AdminOption>>([.. Spans.Select(s => new AdminOption(s.Key, s.Value.Text, IsKey: true))]), (work, values, cancellationToken) => OwnedAsync(work, u => values.Any(v => Spans.TryGetValue(v, out var span) && u.Joined > work.Now.AddDays(-span.Days)), cancellationToken))
            .Search(a => a.LoginName)
            .SearchAlso(async (work, typed, cancellationToken) =>
            {
                List<UserId> found = [.. (await Mediator(work).Send(new SearchUsers(typed), cancellationToken)).Select(u => u.User)];
                return a => found.Contains(a.UserId);
            })
            .OrderBy(a => a.LoginName)
            .ReadOnly()));

    private static IMediator Mediator(AdminWork<ServicesDb> work) => work.Services.GetRequiredService<IMediator>();

    private static IAdminNames Names(AdminWork<ServicesDb> work) => work.Services.GetRequiredService<IAdminNames>();

    private static OwnersOfAccounts Owners(object? held) => (OwnersOfAccounts)held!;

    private static UserInfo? Owner(object? held, Account account) => Owners(held).Users.GetValueOrDefault(account.UserId);

    private static async Task<object?> OwnersOfAsync(AdminWork<ServicesDb> work, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        UserId[] ids = [.. accounts.Select(a => a.UserId)];
        var users = await Mediator(work).Send(new FindUsers(ids), cancellationToken);
        var access = await Mediator(work).Send(new AccessOf(ids), cancellationToken);
        return new OwnersOfAccounts(users.ToDictionary(u => u.User), access.ToDictionary(a => a.User, a => a.StateName));
    }

    /// <summary>Accounts of users who stand so.</summary>
    private static async Task<Expression<Func<Account, bool>>> OwnedAsync(AdminWork<ServicesDb> work, Func<UserStanding, bool> fits, CancellationToken cancellationToken)
    {
        List<UserId> users = [.. (await Mediator(work).Send(new FindStandings(Users: null, Among: []), cancellationToken)).Where(fits).Select(u => u.User)];
        return a => users.Contains(a.UserId);
    }

    private static async Task<IReadOnlyList<AdminOption>> OccurringAsync(
        AdminWork<ServicesDb> work, string service, AdminReferenceKind kind, Func<UserStanding, long?> of, CancellationToken cancellationToken)
    {
        var users = await work.Db.Accounts.Where(a => a.Service == service).Select(a => a.UserId).ToListAsync(cancellationToken);
        var standings = await Mediator(work).Send(new FindStandings(users, Among: []), cancellationToken);
        var references = standings.Select(of).OfType<long>().Distinct().Select(id => new AdminReference(kind, id)).ToList();
        var faces = await Names(work).FindAsync(references, cancellationToken);
        return
        [
            .. references.Select(r => new AdminOption(r.Id.ToString(CultureInfo.InvariantCulture), faces.TryGetValue(r, out var face) ? face.Name : r.Id.ToString(CultureInfo.InvariantCulture)))
                .OrderBy(o => o.Text, StringComparer.CurrentCultureIgnoreCase),
        ];
    }

    private static bool Has(IReadOnlyList<string> values, long? id) => id is { } number && values.Contains(number.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);

    /// <summary>Who owns the accounts of a page.</summary>
    private sealed record OwnersOfAccounts(IReadOnlyDictionary<UserId, UserInfo> Users, IReadOnlyDictionary<UserId, string> States);
}
