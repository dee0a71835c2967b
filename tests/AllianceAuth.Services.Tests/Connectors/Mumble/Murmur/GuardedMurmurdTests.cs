using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>A Mumble server set up as docs/mumble.md says, with the site there and away.</summary>
public sealed class GuardedMurmurdTests(GuardedMurmurdServer server) : IClassFixture<GuardedMurmurdServer>
{
    [SkippableFact]
    public async Task Nobody_comes_in_before_the_site_and_after_it()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        var door = new Doorkeeper { Known = { ["Rena_Okata"] = ("pw-41", new(1_000_000_042, "[TAG]Rena Okata", [])) } };

        var before = await TryAsync("Pilot_Never_Seen", "");
        (RejectType? Rejected, int UserId) during;
        await using (await AttachedSite.StartAsync(server, door))
        {
            during = await TryAsync("Rena_Okata", "pw-41");
        }

        var (stranger, pilot) = (await TryAsync("Pilot_Never_Seen", ""), await TryAsync("Rena_Okata", "pw-41"));

        Assert.Equal(RejectType.AuthenticatorFail, before.Rejected);
        Assert.Equal((null, 1_000_000_042), during);
        Assert.Equal(RejectType.AuthenticatorFail, stranger.Rejected);
        Assert.Equal(RejectType.AuthenticatorFail, pilot.Rejected);
    }

    private async Task<(RejectType? Rejected, int UserId)> TryAsync(string name, string password)
    {
        await using var login = await MumbleLogin.TryAsync(server.Port, name, password);
        return (login.Rejected, login.UserId);
    }
}
