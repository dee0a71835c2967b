using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Example;
using AllianceAuth.Simulator.Faults;

namespace AllianceAuth.Services.Tests.Conformance;

public sealed class ExampleConformance(ConformanceSite<ExampleHarness> site) : ConformanceTests<ExampleHarness>(site);

/// <summary>The example service, as the simulator plays it.</summary>
public sealed class ExampleHarness : ServiceHarness
{
    public override string Service => "example";

    private SimulatedExample Example => Site.Eve.Example;

    public override IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve) =>
        [new("Services:Example:BaseUrl", $"{eve.Address}/example"), new("Services:Example:Key", SimulatedExample.Key)];

    public override Task<string?> BringAsync(UserId user) => Task.FromResult<string?>("first-password-of-theirs");

    public override Task<SeenAccount?> SeeAsync(UserId user) => Task.FromResult(Example.Find($"auth-{user}") is { } account ? new SeenAccount(account.Name, account.Groups) : null);

    public override Task<int> CountAsync(string namesBeginWith) => Task.FromResult(Example.Accounts.Count(a => a.Name.StartsWith(namesBeginWith, StringComparison.Ordinal)));

    public override Task RemoveByHandAsync(UserId user)
    {
        Example.RemoveByHand($"auth-{user}");
        return Task.CompletedTask;
    }

    public override Task StripByHandAsync(UserId user)
    {
        Example.SetByHand(Example.Find($"auth-{user}")! with { Groups = [] });
        return Task.CompletedTask;
    }

    public override Task GoDownAsync()
    {
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Example, FaultKind.BadGateway));
        return Task.CompletedTask;
    }

    public override Task ComeBackAsync()
    {
        Site.Eve.Control.LiftFaults(SimulatedService.Example);
        return Task.CompletedTask;
    }

    public override Task<bool> LetsInAsync(string login, string password) => Task.FromResult(Example.LetsIn(login, password));
}
