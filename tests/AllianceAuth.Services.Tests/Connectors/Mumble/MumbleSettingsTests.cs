using System.ComponentModel.DataAnnotations;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

public sealed class MumbleSettingsTests
{
    [Fact]
    public void What_is_shipped_is_valid_and_means_no_Mumble()
    {
        Assert.Empty(FaultsOf(new()));
        Assert.Equal("", new MumbleSettings().Url);
    }

    [Fact]
    public void Without_a_secret_only_this_machine_may_call()
    {
        Assert.Empty(FaultsOf(new() { Url = "m.example.com" }));
        Assert.Equal([nameof(MumbleSettings.IceSecret)], FaultsOf(new() { Url = "m.example.com", CallbackHost = "10.0.0.5" }));
        Assert.Equal([nameof(MumbleSettings.IceSecret)], FaultsOf(new() { Url = "m.example.com", CallbackListen = "0.0.0.0" }));
        Assert.Empty(FaultsOf(new() { Url = "m.example.com", CallbackHost = "10.0.0.5", IceSecret = "hunter2" }));
        Assert.Empty(FaultsOf(new() { Url = "m.example.com", CallbackHost = "10.0.0.5", Authenticator = false }));
    }

    [Theory]
    [InlineData("mumble://m.example.com")]
    [InlineData("m.example.com/")]
    public void The_address_has_no_scheme(string url) => Assert.Equal([nameof(MumbleSettings.Url)], FaultsOf(new() { Url = url }));

    [Fact]
    public void An_address_to_listen_on_must_be_one() => Assert.Equal([nameof(MumbleSettings.CallbackListen)], FaultsOf(new() { CallbackListen = "here" }));

    [Fact]
    public void A_portrait_needs_a_place_for_the_character() =>
        Assert.Equal([nameof(MumbleSettings.AvatarUrl)], FaultsOf(new() { Avatars = true, AvatarUrl = "https://images.example.com/portrait" }));

    // Who is idle for longer than the limit goes, unless they are there already or their channel is none of those that are looked at.
    [Theory, Rule("MUM-050")]
    [InlineData(3601, 5, "", "", true)]
    [InlineData(3600, 5, "", "", false)]
    [InlineData(3601, 1, "", "", false)]
    [InlineData(3601, 5, "5", "", false)]
    [InlineData(3601, 6, "5", "", true)]
    [InlineData(3601, 5, "", "5", true)]
    [InlineData(3601, 6, "", "5", false)]
    [InlineData(3601, 6, "5", "7", true)]
    public void Who_is_idle_is_moved(int idle, int channel, string deny, string allow, bool moves)
    {
        var settings = new MumbleSettings { IdleHandler = true, IdleDenyList = Numbers(deny), IdleAllowList = Numbers(allow) };

        Assert.Equal(moves, MoveIdleJob.Moves(new MurmurUser { IdleSeconds = idle, Channel = channel }, settings));
    }

    [Fact]
    public async Task While_Mumble_is_away_nobody_is_moved_and_nothing_fails()
    {
        var options = Options.Create(new MumbleSettings { Url = "m.example.com", IdleHandler = true, IcePort = FreePort.Find() });
        var run = new JobRun(null, Attempt: 1);

        await new MoveIdleJob(new MumbleServers(options), options).RunAsync(run, default);

        Assert.Contains("does not answer", run.Summary, StringComparison.Ordinal);
    }

    private static List<int> Numbers(string text) => text.Length == 0 ? [] : [int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)];

    private static IEnumerable<string> FaultsOf(MumbleSettings settings)
    {
        List<ValidationResult> faults = [];
        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);
        return faults.SelectMany(f => f.MemberNames);
    }
}
