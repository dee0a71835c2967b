using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>Our authenticator beside Debian's real Mumble server.</summary>
public sealed class MurmurdTests(MurmurdServer server) : IClassFixture<MurmurdServer>, IAsyncLifetime
{
    private const int Enter = 4;

    private readonly Doorkeeper _door = new();
    private AttachedSite? _site;

    public async Task InitializeAsync()
    {
        if (MurmurdServer.IsInstalled)
        {
            _door.Known["Rena_Okata"] = ("pw-41", new(1_000_000_042, "[TAG]Rena Okata", ["fc", "Some-Group"]));
            _site = await AttachedSite.StartAsync(server, _door);
        }
    }

    public async Task DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    [SkippableFact, Rule("MUM-038")]
    public async Task The_right_password_lets_in_with_display_name_and_number()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");

        Assert.Null(pilot.Rejected);
        Assert.Equal("[TAG]Rena Okata", pilot.Name);
        Assert.Equal(1_000_000_042, pilot.UserId);
    }

    [SkippableFact, Rule("MUM-039")]
    public async Task A_wrong_password_is_refused()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-42");

        Assert.Equal(RejectType.WrongUserPassword, pilot.Rejected);
    }

    [SkippableFact]
    public async Task While_we_cannot_tell_the_server_asks_to_try_again_later_and_keeps_us()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        _door.Before = () => throw new InvalidOperationException("The database is away.");

        await using var early = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        _door.Before = null;
        await using var late = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");

        Assert.Equal(RejectType.AuthenticatorFail, early.Rejected);
        Assert.Null(late.Rejected);
    }

    [SkippableFact, Rule("MUM-037")]
    public async Task A_name_that_is_not_ours_is_the_servers_to_judge()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await using var stranger = await MumbleLogin.TryAsync(server.Port, "Stranger", "");

        Assert.Null(stranger.Rejected);
        Assert.Equal(-1, stranger.UserId);
    }

    [SkippableFact, Rule("MUM-043")]
    public async Task Groups_open_the_channels_that_name_them()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        _door.Known["Plain"] = ("pw", new(1_000_000_043, "Plain", []));
        var (fc, other) = (await AddChannelAsync("Command", "fc"), await AddChannelAsync("Some", "Some-Group"));

        await using var commander = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await using var plain = await MumbleLogin.TryAsync(server.Port, "Plain", "pw");

        Assert.True(await commander.EnterAsync(fc));
        Assert.True(await commander.EnterAsync(other));
        Assert.False(await plain.EnterAsync(fc));
    }

    [SkippableFact, Rule("MUM-047")]
    public async Task A_session_is_told_with_the_clients_release_and_version()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");

        await Eventually.TrueAsync(() => _door.Connected.Any(u => u.Session == pilot.Session), "the session to be told");
        var told = _door.Connected.Single(u => u.Session == pilot.Session);
        Assert.Equal((1_000_000_042, "Test 1.3.4", 0x010304), (told.UserId, told.Release, told.Version));
    }

    [SkippableFact, Rule("MUM-048")]
    public async Task The_end_of_a_session_is_told()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await pilot.DisposeAsync();

        await Eventually.TrueAsync(() => _door.Gone.Any(u => u.Session == pilot.Session), "the end to be told");
    }

    [SkippableFact]
    public async Task What_pilots_write_is_told()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await pilot.SayAsync("!kicktemps");

        await Eventually.TrueAsync(() => _door.Said.Contains("!kicktemps"), "the text to be told");
    }

    [SkippableFact]
    public async Task Who_is_kicked_is_gone()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await using var client = await ClientAsync();

        var session = (await client.GetUsersAsync(1, default)).Single(u => u.UserId == 1_000_000_042).Session;
        await client.KickAsync(1, session, "Your access has ended.", default);

        Assert.Equal("Your access has ended.", await pilot.WaitUntilKickedAsync());
    }

    [SkippableFact]
    public async Task Who_is_moved_is_in_the_other_channel()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        var channel = await AddChannelAsync("Away", "all");
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await using var client = await ClientAsync();
        var user = (await client.GetUsersAsync(1, default)).Single(u => u.Session == pilot.Session);

        await client.SetStateAsync(1, user with { Channel = channel }, default);

        Assert.Equal(channel, (await client.GetUsersAsync(1, default)).Single(u => u.Session == pilot.Session).Channel);
    }

    [SkippableFact]
    public async Task A_group_can_be_given_to_a_live_session()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        var channel = await AddChannelAsync("Late", "latecomers");
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await using var client = await ClientAsync();

        var before = await client.HasPermissionAsync(1, pilot.Session, channel, Enter, default);
        await client.AddToGroupAsync(1, 0, pilot.Session, "latecomers", default);
        var after = await client.HasPermissionAsync(1, pilot.Session, channel, Enter, default);

        Assert.False(before);
        Assert.True(after);
    }

    [SkippableFact, Rule("MUM-023")]
    public async Task A_group_that_came_with_the_login_cannot_be_taken_from_a_live_session()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        var channel = await AddChannelAsync("Kept", "fc");
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await using var client = await ClientAsync();

        await client.RemoveFromGroupAsync(1, 0, pilot.Session, "fc", default);

        Assert.True(await client.HasPermissionAsync(1, pilot.Session, channel, Enter, default));
    }

    [SkippableFact, Rule("MUM-029")]
    public async Task A_restart_of_the_Mumble_server_is_survived()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await server.StopAsync();
        await Eventually.TrueAsync(() => _site!.Attached.Count == 0, "us to notice");
        await server.StartAsync();
        await _site!.AttachedAsync();
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");

        Assert.Equal(1_000_000_042, pilot.UserId);
    }

    [SkippableFact, Rule("MUM-027")]
    public async Task A_restart_of_this_site_is_survived()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);

        await _site!.DisposeAsync();
        _door.Known["Rena_Okata"] = ("pw-43", new(1_000_000_044, "Another", []));
        _site = await AttachedSite.StartAsync(server, _door);
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-43");

        Assert.Equal("Another", pilot.Name);
    }

    [SkippableFact, Rule("MUM-028")]
    public async Task A_virtual_server_that_starts_later_asks_us_too()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var ice = await IceAsync();

        await ice.CallAsync(new("1", "s"), "stop", IceMode.Normal, null, default);
        await ice.CallAsync(new("1", "s"), "start", IceMode.Normal, null, default);
        _door.Known["Rena_Okata"] = ("pw-45", new(1_000_000_045, "Later", []));
        await Eventually.TrueAsync(
            async () =>
            {
                await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-45");
                return pilot.Name == "Later";
            },
            "the virtual server to ask us");
    }

    [SkippableFact, Rule("MUM-046")]
    public async Task A_server_password_keeps_strangers_out_and_pilots_need_only_their_own()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var ice = await IceAsync();

        await ice.CallAsync(new("1", "s"), "setConf", IceMode.Idempotent, new IceWriter().Text("password").Text("open-sesame"), default);
        await using var stranger = await MumbleLogin.TryAsync(server.Port, "Stranger", "");
        await using var pilot = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        await ice.CallAsync(new("1", "s"), "setConf", IceMode.Idempotent, new IceWriter().Text("password").Text(""), default);

        Assert.Equal(RejectType.WrongServerPassword, stranger.Rejected);
        Assert.Null(pilot.Rejected);
    }

    [SkippableFact, Rule("MUM-025")]
    public async Task A_wrong_secret_is_told_by_the_server()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var client = await MurmurClient.OpenAsync("127.0.0.1", server.IcePort, "wrong", TimeSpan.FromSeconds(10), default);

        var error = await Assert.ThrowsAsync<IceUserException>(() => client.AddCallbackAsync(new IceProxy(new("anything"), "127.0.0.1", 1), default));

        Assert.Equal("InvalidSecretException", error.Name);
        Assert.Equal(new Version(1, 3, 4), client.Version);
    }

    private static Dictionary<string, string> Context { get; } = new(StringComparer.Ordinal) { [IceListener.SecretKey] = MurmurdServer.Secret };

    private Task<MurmurClient> ClientAsync() => MurmurClient.OpenAsync("127.0.0.1", server.IcePort, MurmurdServer.Secret, TimeSpan.FromSeconds(10), default);

    private Task<IceConnection> IceAsync() => IceConnection.OpenAsync("127.0.0.1", server.IcePort, Context, TimeSpan.FromSeconds(10), default);

    /// <summary>A channel that only a group may enter.</summary>
    private async Task<int> AddChannelAsync(string name, string group)
    {
        await using var ice = await IceAsync();
        var channel = (await ice.CallAsync(new("1", "s"), "addChannel", IceMode.Normal, new IceWriter().Text($"{name}{Random.Shared.Next()}").Int(0), default)).Int();
        var rules = new IceWriter().Int(channel).Size(2)
            .Bool(true).Bool(true).Bool(false).Int(-1).Text("all").Int(0).Int(Enter)
            .Bool(true).Bool(true).Bool(false).Int(-1).Text(group).Int(Enter).Int(0)
            .Size(0).Bool(true);
        await ice.CallAsync(new("1", "s"), "setACL", IceMode.Idempotent, rules, default);
        return channel;
    }
}
