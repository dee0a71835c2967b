using AllianceAuth.Services.Tests.Connectors.Discord;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Faults;

namespace AllianceAuth.Services.Tests.Conformance;

public sealed class DiscordConformance(ConformanceSite<DiscordHarness> site) : ConformanceTests<DiscordHarness>(site);

/// <summary>Discord, as the simulator plays it.</summary>
public sealed class DiscordHarness : ServiceHarness
{
    private const int FirstStranger = 100;

    private readonly Dictionary<UserId, DiscordUser> _people = [];

    public override string Service => "discord";

    /// <summary>A code lives ten minutes.</summary>
    public override TimeSpan AfterAnyRest => TimeSpan.FromMinutes(5);

    private SimulatedDiscord Discord => Site.Eve.Discord;

    public override IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve) =>
        [.. DiscordSite.SettingsFor(eve), new("Services:Discord:SyncNames", "true")];

    public override Task<string?> BringAsync(UserId user)
    {
        Site.Eve.Control.Discord.RegisterCallback(DiscordSite.Callback(Site));
        if (!_people.TryGetValue(user, out var person))
        {
            var account = FirstStranger + _people.Count;
            person = _people[user] = Discord.UserOf(Site.Eve.Universe.Characters.Values.First(c => c.AccountId == account));
        }

        return DiscordSite.CodeAsync(Site, person)!;
    }

    public override Task<SeenAccount?> SeeAsync(UserId user) => Task.FromResult(
        _people.TryGetValue(user, out var person) && Discord.Member(person.Id) is { } member ? new SeenAccount(member.Nick ?? "", Discord.RoleNamesOf(person.Id)) : null);

    public override Task<int> CountAsync(string namesBeginWith) =>
        Task.FromResult(Discord.Members.Count(m => m.Nick?.StartsWith(namesBeginWith, StringComparison.Ordinal) ?? false));

    public override Task RemoveByHandAsync(UserId user)
    {
        Site.Eve.Control.Discord.Leave(_people[user].Id);
        return Task.CompletedTask;
    }

    public override Task StripByHandAsync(UserId user)
    {
        var person = _people[user].Id;
        foreach (var role in Discord.Guild.RolesOf(person).Where(r => r.Id != Discord.Guild.Id).ToList())
        {
            Site.Eve.Control.Discord.TakeRole(person, role.Id);
        }

        return Task.CompletedTask;
    }

    public override Task GoDownAsync()
    {
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.BadGateway, Route: "/api"));
        return Task.CompletedTask;
    }

    public override Task ComeBackAsync()
    {
        Site.Eve.Control.LiftFaults(SimulatedService.Discord);
        return Task.CompletedTask;
    }
}
