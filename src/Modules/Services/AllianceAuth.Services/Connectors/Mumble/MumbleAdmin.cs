using System.Globalization;
using System.Linq.Expressions;
using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Connectors.Mumble;

/// <summary>Accounts of Mumble in the administration: to look at. What they should be is the engine's to say. SVC-072.</summary>
internal static class MumbleAdmin
{
    public static void Add(IServiceCollection services) => services.AddAdminSection("mumble", "services.list.title").AddAdmin<ServicesDb, MumbleUser>("mumble", "mumbleuser", admin => admin
        .Named("services.mumble.admin.users", "services.mumble.admin.user")
        .Icon("fa-solid fa-headset")
        .Column("services.mumble.admin.column.user", u => u.UserId, c => c.Unsorted().Head())
        .Column("services.mumble.admin.column.login", u => u.LoginName)
        .Column("services.mumble.admin.column.display", u => u.DisplayName)
        .Column("services.mumble.admin.column.groups", u => u.Groups, c => c.OnlyWide().Unsorted())
        .Column("services.mumble.admin.column.release", u => u.Release, c => c.OnlyWide())
        .Column("services.mumble.admin.column.connected", u => u.LastConnectAt)
        .Called(u => u.LoginName)
        .Filter("services.mumble.admin.column.release", u => u.Release)
        .Search(u => u.LoginName, u => u.DisplayName)
        .SearchAlso((_, typed, _) => Task.FromResult<Expression<Func<MumbleUser, bool>>?>(u => u.Groups.Contains(typed)))
        .SearchAlso(async (work, typed, cancellationToken) =>
        {
            var found = await work.Services.GetRequiredService<IAdminNames>().SuggestAsync(AdminReferenceKind.User, typed, cancellationToken);
            List<UserId> users = [.. found.Select(f => new UserId(int.Parse(f.Value, CultureInfo.InvariantCulture)))];
            return users.Count == 0 ? null : u => users.Contains(u.UserId);
        })
        .OrderBy(u => u.LoginName)
        .ReadOnly());
}
