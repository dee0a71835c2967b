using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

/// <summary>Mapping of our groups and states to server groups, and the accounts, in the administration. TS3-057 to TS3-060.</summary>
internal static class TeamSpeakAdmin
{
    private const string App = "teamspeak3";

    public static void Add(IServiceCollection services)
    {
        services.AddAdmin<ServicesDb, TeamSpeakMapping>(App, "authts", Mappings);
        services.AddAdmin<ServicesDb, TeamSpeakStateGroup>(App, "stategroup", StateGroups);
        // The key of an account opens the server and is nobody's here. TS3-060.
        services.AddServiceAccounts(TeamSpeak3Connector.Name, "services.teamspeak3.admin.users", "services.teamspeak3.admin.user", admin => admin
            .Column("services.teamspeak3.admin.uid", a => a.RemoteId, c => c.OnlyWide())
            .Search(a => a.RemoteId));
    }

    private static void Mappings(AdminBuilder<ServicesDb, TeamSpeakMapping> admin) => admin
        .Named("services.teamspeak3.admin.mappings", "services.teamspeak3.admin.mapping")
        .Icon("fa-brands fa-teamspeak")
        .Button("services.teamspeak3.admin.refresh", "fa-solid fa-arrows-rotate", RefreshGroupsEndpoint.Path)
        .Column("services.teamspeak3.admin.group", m => m.GroupName, c => c.Head())
        .Load(async (work, _, cancellationToken) => await NamesAsync(work.Db, cancellationToken))
        .Show("services.teamspeak3.admin.servergroups", (m, names) => AdminCell.Of(m.ServerGroups.Select(g => ((Dictionary<int, string>)names!).GetValueOrDefault(g, $"#{g}"))))
        .Filter(
            "services.teamspeak3.admin.servergroups",
            async (work, cancellationToken) => [.. (await NamesAsync(work.Db, cancellationToken)).OrderBy(n => n.Value, StringComparer.CurrentCultureIgnoreCase).Select(n => new AdminOption(ValueOf(n.Key), n.Value))],
            (_, rows, values) =>
            {
                List<int> chosen = [.. values.Select(IdOf)];
                return rows.Where(m => m.ServerGroups.Any(g => chosen.Contains(g)));
            })
        .Search(m => m.GroupName)
        .OrderBy(m => m.GroupName)
        .Called(m => m.GroupName)
        .Field("services.teamspeak3.admin.group", m => m.GroupId, f => f.Choices(OurGroupsAsync))
        .ListField(
            "services.teamspeak3.admin.servergroups",
            (_, m, _) => Task.FromResult<IReadOnlyCollection<string>>([.. m.ServerGroups.Select(ValueOf)]),
            (_, m, chosen, _) =>
            {
                m.ServerGroups = [.. chosen.Select(IdOf).Order()];
                return Task.CompletedTask;
            },
            f => f.Choices(ServerGroupsAsync).Inside().Required().Help("services.teamspeak3.admin.servergroups.help"))
        .Create(_ => new TeamSpeakMapping())
        .Validate((_, mapping, _) => Task.FromResult<IReadOnlyList<(string Field, Refusal Refusal)>>(mapping.ServerGroups.Length == 0 ? [("servergroups", new Refusal("services.teamspeak3.admin.servergroups.missing"))] : []))
        .Saving(async (work, mapping, _, cancellationToken) =>
        {
            var named = await work.Services.GetRequiredService<IMediator>().Send(new FindGroups([mapping.GroupId]), cancellationToken);
            mapping.GroupName = named is [var group] ? group.Name : mapping.GroupName;
        })
        .Saved((work, _, _, cancellationToken) => SweepAsync(work.Services, cancellationToken));

    private static void StateGroups(AdminBuilder<ServicesDb, TeamSpeakStateGroup> admin) => admin
        .Named("services.teamspeak3.admin.stategroups", "services.teamspeak3.admin.stategroup")
        .Icon("fa-brands fa-teamspeak")
        .Column("services.teamspeak3.admin.state", s => s.StateId, c => c.Head())
        .Column("services.teamspeak3.admin.servergroup", (db, s) => db.Set<TeamSpeakGroup>().Where(g => g.Id == s.ServerGroup).Select(g => g.Name).FirstOrDefault())
        .SearchAlso(async (work, typed, cancellationToken) =>
        {
            var states = (await work.Services.GetRequiredService<IAdminNames>().AllAsync(AdminReferenceKind.State, cancellationToken))
                .Where(s => s.Text.Contains(typed, StringComparison.CurrentCultureIgnoreCase)).Select(s => new StateId(IdOf(s.Value))).ToList();
            var groups = (await NamesAsync(work.Db, cancellationToken)).Where(n => n.Value.Contains(typed, StringComparison.CurrentCultureIgnoreCase)).Select(n => n.Key).ToList();
            return s => states.Contains(s.StateId) || groups.Contains(s.ServerGroup);
        })
        .SearchHint("services.teamspeak3.admin.search")
        .OrderBy(s => s.StateId)
        .Field("services.teamspeak3.admin.state", s => s.StateId)
        .Field("services.teamspeak3.admin.servergroup", s => s.ServerGroup, f => f.Choices(ServerGroupsAsync))
        .Create(_ => new TeamSpeakStateGroup())
        .Saved((work, _, _, cancellationToken) => SweepAsync(work.Services, cancellationToken));

    private static Task<Dictionary<int, string>> NamesAsync(ServicesDb db, CancellationToken cancellationToken) =>
        db.TeamSpeakGroups.AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancellationToken);

    /// <summary>TS3-051, TS3-052.</summary>
    private static Task SweepAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<AccountMarks>().SweepAsync([TeamSpeak3Connector.Name], cancellationToken);

    private static async Task<IReadOnlyList<AdminOption>> OurGroupsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var reserved = await services.GetRequiredService<MappedGroups>().ReservedNamesAsync(cancellationToken);
        return [.. (await services.GetRequiredService<IAdminNames>().AllAsync(AdminReferenceKind.Group, cancellationToken)).Where(g => !reserved.Contains(g.Text))];
    }

    private static async Task<IReadOnlyList<AdminOption>> ServerGroupsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var reserved = await services.GetRequiredService<MappedGroups>().ReservedNamesAsync(cancellationToken);
        var names = await NamesAsync(services.GetRequiredService<ServicesDb>(), cancellationToken);
        return [.. names.Where(n => !reserved.Contains(n.Value)).OrderBy(n => n.Value, StringComparer.CurrentCultureIgnoreCase).Select(n => new AdminOption(ValueOf(n.Key), n.Value))];
    }

    private static string ValueOf(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static int IdOf(string value) => int.TryParse(value, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
