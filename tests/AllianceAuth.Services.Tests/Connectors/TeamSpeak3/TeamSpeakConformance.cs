using AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;
using AllianceAuth.Services.Tests.Conformance;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.TeamSpeak;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

public sealed class TeamSpeakConformance(ConformanceSite<TeamSpeakHarness> site) : ConformanceTests<TeamSpeakHarness>(site);

/// <summary>TeamSpeak, as the simulator plays it, for pilots who redeem a key in the moment they get one.</summary>
public sealed class TeamSpeakHarness : ServiceHarness
{
    private readonly HashSet<int> _mapped = [];

    public override string Service => TeamSpeakSite.Service;

    private SimulatedTeamSpeak TeamSpeak => Site.Eve.TeamSpeak;

    public override IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve) => TeamSpeakSite.SettingsFor(eve);

    /// <summary>Such a pilot is there before the engine looks, even while nobody can ask.</summary>
    public override Task<string?> BringAsync(UserId user)
    {
        if (Find(user) is null)
        {
            var client = Site.Eve.Control.ConnectTeamSpeakClient($"Pilot {user}", $"identity of {user}");
            Site.Eve.Control.SetTeamSpeakField(client.DatabaseId, "sso_uid", $"auth-{user}");
        }

        return Task.FromResult<string?>(null);
    }

    public override async Task KnowGroupAsync(GroupId group, string name)
    {
        var server = Site.Eve.Control.AddTeamSpeakGroup(name);
        _mapped.Add(server.Id);
        await Site.DbAsync(async db =>
        {
            db.Add(new TeamSpeakGroup { Id = server.Id, Name = name });
            db.Add(new TeamSpeakMapping { GroupId = group, GroupName = name, ServerGroups = [server.Id] });
            return await db.SaveChangesAsync();
        });
    }

    public override async Task<SeenAccount?> SeeAsync(UserId user) => Find(user) is { } client
        // TeamSpeak does not know the name that we propose.
        ? new((await Site.AccountAsync(Service, user))?.DisplayName ?? "", [.. TeamSpeak.Groups.Where(g => _mapped.Contains(g.Id) && client.Groups.Contains(g.Id)).Select(g => g.Name)])
        : null;

    public override async Task<int> CountAsync(string namesBeginWith)
    {
        var accounts = await Site.DbAsync(db => Task.FromResult(db.Accounts.Where(a => a.Service == Service && a.DisplayName == namesBeginWith).Select(a => a.RemoteId).ToList()));
        return TeamSpeak.Clients.Count(c => c.CustomFields.TryGetValue("sso_uid", out var uid) && accounts.Contains(uid));
    }

    public override Task RemoveByHandAsync(UserId user)
    {
        Site.Eve.Control.DeleteTeamSpeakClient(Find(user)!.DatabaseId);
        return Task.CompletedTask;
    }

    public override Task StripByHandAsync(UserId user)
    {
        var client = Find(user)!;
        foreach (var group in client.Groups)
        {
            Site.Eve.Control.SetTeamSpeakMember(group, client.DatabaseId, member: false);
        }

        return Task.CompletedTask;
    }

    public override Task GoDownAsync()
    {
        Site.Eve.Control.ListenTeamSpeak(false);
        Site.Eve.Control.RestartTeamSpeak();
        return Task.CompletedTask;
    }

    public override Task ComeBackAsync()
    {
        Site.Eve.Control.ListenTeamSpeak(true);
        return Task.CompletedTask;
    }

    private TeamSpeakClient? Find(UserId user) => TeamSpeak.Clients.SingleOrDefault(c => c.CustomFields.TryGetValue("sso_uid", out var uid) && uid == $"auth-{user}");
}
