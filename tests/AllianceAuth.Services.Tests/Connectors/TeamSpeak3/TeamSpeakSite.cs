using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.TeamSpeak3;
using AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;
using AllianceAuth.Services.Connectors.TeamSpeak3.Verify;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>A site that is set up for the simulated TeamSpeak. Its tests run one after another and share the server.</summary>
public sealed class TeamSpeakSite : ServicesSite
{
    public const string Service = "teamspeak3";

    public const string Permission = "teamspeak3.access_teamspeak3";

    public SimulatedTeamSpeak TeamSpeak => Eve.TeamSpeak;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, .. SettingsFor(Eve)];

    public static IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve) =>
    [
        new("Services:TeamSpeak3:Host", "127.0.0.1"),
        new("Services:TeamSpeak3:QueryPort", eve.TeamSpeak.Port.ToString(CultureInfo.InvariantCulture)),
        new("Services:TeamSpeak3:Password", "simulated-secret"),
        new("Services:TeamSpeak3:PublicAddress", "https://ts.example.test/"),
    ];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
    }


    /// <summary>A user who may use TeamSpeak, in a state of their own unless told otherwise.</summary>
    public async Task<UserId> MemberAsync(StateId? state = null, params GroupId[] groups)
    {
        var user = (await UsersAsync(1, state ?? await StateAsync()))[0];
        await GrantAsync(Permission, user);
        if (groups.Length > 0)
        {
            await SendAsync(new AddToGroups([.. groups.Select(g => new Membership(user, g))], Actor: null, "test"));
        }

        return user;
    }

    public Task<string?> StateNameAsync(StateId state) => ReadAsync<string>($"SELECT name FROM authentication.states WHERE id = {state}");

    /// <summary>A user whose key is made and not redeemed.</summary>
    public async Task<UserId> WaitingAsync(StateId? state = null, params GroupId[] groups)
    {
        var user = await MemberAsync(state, groups);
        await ActivateAsync(Service, [user]);
        await KeepAsync(Service);
        return user;
    }

    /// <summary>A user who has redeemed the key, whom the site has found.</summary>
    public async Task<UserId> JoinedAsync(StateId? state = null, params GroupId[] groups)
    {
        var user = await WaitingAsync(state, groups);
        Redeem(user);
        await VerifyAsync(user);
        return user;
    }

    /// <summary>What the pilot's own TeamSpeak client does with the link.</summary>
    public TeamSpeakClient Redeem(UserId user, string? identity = null) =>
        Eve.Control.UseTeamSpeakKey(KeyOf(user)!.Token, $"Nick {user}", identity ?? $"identity of {user}");

    /// <summary>A click on "Continue".</summary>
    public async Task VerifyAsync(UserId user)
    {
        await DoAsync(s => s.GetRequiredService<TeamSpeakAsks>().VerifyAsync([user], CancellationToken.None));
        await KeepAsync(Service);
    }

    public async Task NewKeyAsync(UserId user)
    {
        await DoAsync(s => s.GetRequiredService<TeamSpeakAsks>().NewKeyAsync(user, CancellationToken.None));
        await KeepAsync(Service);
    }

    public PrivilegeKey? KeyOf(UserId user) => TeamSpeak.Keys.SingleOrDefault(k => k.CustomFields.TryGetValue("sso_uid", out var uid) && uid == $"auth-{user}");

    public IReadOnlyList<TeamSpeakClient> ClientsOf(UserId user) => [.. TeamSpeak.Clients.Where(c => c.CustomFields.TryGetValue("sso_uid", out var uid) && uid == $"auth-{user}")];

    public IReadOnlyList<string> GroupsOf(UserId user) => TeamSpeak.GroupsOf(ClientsOf(user).Single().DatabaseId);

    internal Task<Account?> AccountAsync(UserId user) => AccountAsync(Service, user);

    /// <summary>The key that the site remembers.</summary>
    public Task<string?> RememberedKeyAsync(UserId user) => AskAsync(async s =>
        TeamSpeakNotes.Read((await AccountAsync(Service, user))!.Data).OpenKey(s.GetRequiredService<ISecretProtector>()));

    /// <summary>A server group that the site knows.</summary>
    public async Task<ServerGroup> ServerGroupAsync(string? name = null)
    {
        var group = Eve.Control.AddTeamSpeakGroup(name ?? $"Server group {Next()}");
        await KnowAsync(group);
        return group;
    }

    public Task KnowAsync(ServerGroup group) => RunAsync($"INSERT INTO services.teamspeak3_groups (id, name) VALUES ({group.Id}, @name) ON CONFLICT DO NOTHING", ("name", group.Name));

    public Task<int> MapAsync(GroupId group, params ServerGroup[] servers) => DbAsync(async db =>
    {
        var mapping = new TeamSpeakMapping { GroupId = group, GroupName = $"Group {group}", ServerGroups = [.. servers.Select(s => s.Id)] };
        db.TeamSpeakMappings.Add(mapping);
        await db.SaveChangesAsync();
        return mapping.Id;
    });

    public Task MapAsync(StateId state, ServerGroup server) => DbAsync(async db =>
    {
        db.TeamSpeakStateGroups.Add(new TeamSpeakStateGroup { StateId = state, ServerGroup = server.Id });
        return await db.SaveChangesAsync();
    });

    public Task RefreshAsync() => RunJobAsync("services.teamspeak3.groups");

    /// <summary>Commands of one name since a mark, as they came.</summary>
    public IReadOnlyList<string> CommandsSince(int mark, string name) => [.. TeamSpeak.Commands.Skip(mark).Where(c => c.Name == name).Select(c => c.Line)];

    public int Mark() => TeamSpeak.Commands.Count;

    /// <summary>A pilot in a browser without script, who may use TeamSpeak.</summary>
    public async Task<(Visitor Visitor, UserId User)> PilotAsync()
    {
        var character = Cast.Pilot(Furnishing.OurAlliance);
        var visitor = NewVisitor();
        await visitor.SignInAsync(character);
        await DeliverEventsAsync();
        var user = (await SendAsync(new FindOwners([character.Id])))[character.Id];
        await SendAsync(new AddToGroups([new Membership(user, await GroupAsync(null, Permission))], Actor: null, "test"));
        await DeliverEventsAsync();
        return (visitor, user);
    }

    /// <summary>The same with a key that is made.</summary>
    public async Task<(Visitor Visitor, UserId User)> WaitingPilotAsync()
    {
        var (visitor, user) = await PilotAsync();
        await ActivateAsync(Service, [user]);
        await KeepAsync(Service);
        return (visitor, user);
    }

    public async Task<Visitor> WardenAsync()
    {
        var visitor = NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }
}

/// <summary>Tests that share one such site, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheTeamSpeakSite : ICollectionFixture<TeamSpeakSite>
{
    public const string Name = "teamspeak";
}
