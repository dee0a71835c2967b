using System.Net.NetworkInformation;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>A real Mumble server while the site cannot tell, has gone, or has not called for long.</summary>
public sealed class MurmurdAloneTests(MurmurdServer server) : IClassFixture<MurmurdServer>
{
    private readonly Doorkeeper _door = new() { Known = { ["Rena_Okata"] = ("pw-41", new(1_000_000_042, "[TAG]Rena Okata", [])) } };

    [SkippableFact]
    public async Task Who_lost_the_seat_goes_on_answering_and_hears_of_nothing_else()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var site = await AttachedSite.StartAsync(server, _door);

        await site.LoseSeatAsync();
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        _door.Before = () => throw new InvalidOperationException("The database is away.");
        await using var early = await MumbleLogin.TryAsync(server.Port, "Never_Seen", "");

        Assert.Equal(1_000_000_042, pilot.UserId);
        Assert.Equal(RejectType.AuthenticatorFail, early.Rejected);
        Assert.Empty(_door.Connected);
    }

    [SkippableFact]
    public async Task Without_forceExternalAuth_strangers_come_in_while_the_site_is_away()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await (await AttachedSite.StartAsync(server, _door)).DisposeAsync();

        await using var stranger = await MumbleLogin.TryAsync(server.Port, "Pilot_Never_Seen", "");

        // Should a newer server refuse this by itself, docs/mumble.md can say so.
        Assert.Null(stranger.Rejected);
    }

    [SkippableFact]
    public async Task A_connection_that_is_ended_for_its_quiet_is_opened_anew_without_a_login_lost()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        var (clock, port) = (FakeClock.Still(timers: FakeTimers.WhenAdvanced), FreePort.Find());
        await using var site = await AttachedSite.StartAsync(server, _door, clock, port);
        await (await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41")).DisposeAsync();

        await Eventually.TrueAsync(() => _door.Gone.Any(u => u.UserId == 1_000_000_042), "the end of the session to be told");
        var before = CallersOf(port);
        clock.Advance(IceLimits.Usual.Quiet);
        await Eventually.TrueAsync(() => !CallersOf(port).Overlaps(before), "the connection to end");
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");

        Assert.NotEmpty(before);
        Assert.Equal(1_000_000_042, pilot.UserId);
    }

    private static HashSet<int> CallersOf(int port) =>
    [
        .. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Where(c => c.LocalEndPoint.Port == port && c.State is TcpState.Established).Select(c => c.RemoteEndPoint.Port),
    ];
}
