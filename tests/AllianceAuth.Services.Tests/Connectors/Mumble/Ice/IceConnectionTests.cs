using System.Net;
using System.Net.Sockets;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Ice;

/// <summary>Our calls against a server that does what a script says.</summary>
public sealed class IceConnectionTests : IDisposable
{
    private static readonly IceIdentity Meta = new("Meta");

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    public IceConnectionTests() => _server.Start();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Answers_find_their_calls_in_any_order_and_between_heartbeats()
    {
        var served = ServeAsync(async stream =>
        {
            var (first, second) = (await RequestAsync(stream), await RequestAsync(stream));
            await stream.WriteAsync(IceFraming.Message(IceMessageType.Validate, []));
            await stream.WriteAsync(Reply(second, new IceWriter().Int(2)));
            await stream.WriteAsync(Reply(first, new IceWriter().Int(1)));
        });
        await using var connection = await OpenAsync();

        var first = connection.CallAsync(Meta, "first", IceMode.Idempotent, null, default);
        var second = connection.CallAsync(Meta, "second", IceMode.Idempotent, null, default);

        Assert.Equal((1, 2), ((await first).Int(), (await second).Int()));
        await served;
    }

    [Fact]
    public async Task A_connection_that_ends_while_we_wait_is_told()
    {
        var served = ServeAsync(async stream =>
        {
            await RequestAsync(stream);
            await stream.WriteAsync(IceFraming.Message(IceMessageType.Close, []));
        });
        await using var connection = await OpenAsync();

        await Assert.ThrowsAsync<IceConnectionException>(() => connection.CallAsync(Meta, "first", IceMode.Idempotent, null, default));

        await served;
    }

    [Fact]
    public async Task A_user_exception_is_known_by_its_name()
    {
        var served = ServeAsync(async stream =>
        {
            var id = await RequestAsync(stream);
            var exception = new IceWriter().Bool(false).Text("::MumbleServer::InvalidSecretException").Int(4).Text("::MumbleServer::MurmurException").Int(4);
            await stream.WriteAsync(IceFraming.Message(IceMessageType.Reply, new IceWriter().Int(id).Byte((byte)IceStatus.UserException).Encapsulation(exception).Written.Span));
        });
        await using var connection = await OpenAsync();

        var error = await Assert.ThrowsAsync<IceUserException>(() => connection.CallAsync(Meta, "first", IceMode.Idempotent, null, default));

        Assert.Equal("InvalidSecretException", error.Name);
        await served;
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        var silent = _server.AcceptTcpClientAsync();

        var error = await Assert.ThrowsAsync<IceConnectionException>(() => OpenAsync(TimeSpan.FromMilliseconds(200)));

        Assert.Contains("nothing within", error.Message, StringComparison.Ordinal);
        (await silent).Dispose();
    }

    [Fact]
    public async Task Somebody_else_at_the_port_is_told()
    {
        var web = ServeAsync(stream => stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()).AsTask(), greets: false);

        await Assert.ThrowsAsync<IceFormatException>(() => OpenAsync());

        await web;
    }

    [Fact]
    public async Task Nobody_at_the_port_is_told()
    {
        var port = ((IPEndPoint)_server.LocalEndpoint).Port;
        _server.Stop();

        await Assert.ThrowsAsync<IceConnectionException>(
            () => IceConnection.OpenAsync("127.0.0.1", port, new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromSeconds(30), default));
    }

    private static byte[] Reply(int id, IceWriter data) =>
        IceFraming.Message(IceMessageType.Reply, new IceWriter().Int(id).Byte((byte)IceStatus.Ok).Encapsulation(data).Written.Span);

    private static async Task<int> RequestAsync(Stream stream) => new IceReader((await IceFraming.ReadAsync(stream, 10_000, default))!.Body).Int();

    private Task<IceConnection> OpenAsync(TimeSpan? patience = null) => IceConnection.OpenAsync(
        "127.0.0.1", ((IPEndPoint)_server.LocalEndpoint).Port, new Dictionary<string, string>(StringComparer.Ordinal), patience ?? TimeSpan.FromSeconds(30), default);

    private async Task ServeAsync(Func<Stream, Task> script, bool greets = true)
    {
        using var client = await _server.AcceptTcpClientAsync();
        if (greets)
        {
            await client.GetStream().WriteAsync(IceFraming.Message(IceMessageType.Validate, []));
        }

        await script(client.GetStream());
        client.Client.Shutdown(SocketShutdown.Send);
    }
}
