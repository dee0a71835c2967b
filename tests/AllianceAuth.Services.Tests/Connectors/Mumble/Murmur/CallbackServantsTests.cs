using System.Net;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>What a Mumble server tells us, of either generation.</summary>
public sealed class CallbackServantsTests
{
    private static readonly IceIdentity Us = new("callback");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sessions_and_texts_are_told_to_the_door(bool hasVersion2)
    {
        var door = new Doorkeeper();
        await using var listener = Listen(new ServerCallbackServant(1, hasVersion2, door, NullLogger.Instance));
        await using var server = await ServerAsync(listener);
        var user = new MurmurUser { Session = 4, UserId = 1_000_000_001, Release = "1.5.517" };

        await server.CallAsync(Us, "userConnected", IceMode.Idempotent, user.Write(new(), hasVersion2), default);
        await server.CallAsync(Us, "userTextMessage", IceMode.Idempotent, user.Write(new(), hasVersion2).Size(0).Size(1).Int(0).Size(0).Text("o7"), default);
        await server.CallAsync(Us, "userDisconnected", IceMode.Idempotent, user.Write(new(), hasVersion2), default);

        Assert.Equal("1.5.517", Assert.Single(door.Connected).Release);
        Assert.Equal("o7", Assert.Single(door.Said));
        Assert.Equal(4, Assert.Single(door.Gone).Session);
    }

    [Theory, Rule("MUM-049")]
    [InlineData("userStateChanged")]
    [InlineData("channelCreated")]
    [InlineData("channelRemoved")]
    [InlineData("channelStateChanged")]
    public async Task Anything_else_is_heard_and_nothing_is_done(string operation)
    {
        var door = new Doorkeeper();
        await using var listener = Listen(new ServerCallbackServant(1, hasVersion2: false, door, NullLogger.Instance));
        await using var server = await ServerAsync(listener);

        var answer = await server.CallAsync(Us, operation, IceMode.Idempotent, new MurmurUser().Write(new(), hasVersion2: false), default);

        Assert.Equal(0, answer.Remaining);
        Assert.Empty(door.Connected.Concat(door.Gone));
    }

    [Fact]
    public async Task A_server_that_starts_is_told_by_its_number()
    {
        List<int> started = [];
        await using var listener = Listen(new MetaCallbackServant(started.Add));
        await using var server = await ServerAsync(listener);

        await server.CallAsync(Us, "started", IceMode.Normal, new IceWriter().Proxy(new IceProxy(new("7", "s"), "127.0.0.1", 6502)), default);
        await server.CallAsync(Us, "stopped", IceMode.Normal, new IceWriter().Proxy(new IceProxy(new("8", "s"), "127.0.0.1", 6502)), default);

        Assert.Equal([7], started);
    }

    private static IceListener Listen(IceServant servant) =>
        new(new IPEndPoint(IPAddress.Loopback, 0), new Dictionary<IceIdentity, IceServant> { [Us] = servant }, "", NullLogger.Instance);

    private static Task<IceConnection> ServerAsync(IceListener listener) =>
        IceConnection.OpenAsync("127.0.0.1", listener.Port, new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromSeconds(30), default);
}
