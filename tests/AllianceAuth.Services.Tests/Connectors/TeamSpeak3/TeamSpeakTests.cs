using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Engine;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Each test leaves the server listening, without faults and with nothing due.</summary>
[Collection(OnTheTeamSpeakSite.Name)]
public abstract class TeamSpeakTests(TeamSpeakSite site) : IAsyncLifetime
{
    protected const string Service = TeamSpeakSite.Service;

    protected TeamSpeakSite Site => site;

    /// <inheritdoc />
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        site.Eve.Control.LiftFaults(SimulatedService.Teamspeak);
        site.Eve.Control.ListenTeamSpeak(true);
        site.Eve.Control.ChangeTeamSpeak(_ => new TeamSpeakSettings());
        // What a test left undone must not concern the next.
        await site.DoAsync(s => s.GetRequiredService<ServiceRests>().ForgetAsync([Service], CancellationToken.None));
        site.Advance(TimeSpan.FromHours(2));
        await site.KeepAsync(Service);
    }

    protected async Task ReserveAsync(string name)
    {
        var warden = (await site.SendAsync(new FindUserByName(Furnishing.AdminName)))!.Value;
        Assert.Null(await site.SendAsync(new ReserveGroupName(name, "test", warden)));
    }
}
