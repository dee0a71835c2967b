using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Ice;

/// <summary>Our own objects, called over real connections.</summary>
public sealed class IceListenerTests : IAsyncDisposable
{
    private static readonly IceIdentity Echo = new("echo");

    private readonly EchoServant _echo = new();
    private readonly IceListener _listener;

    public IceListenerTests() =>
        _listener = new(new IPEndPoint(IPAddress.Loopback, 0), new ConcurrentDictionary<IceIdentity, IceServant> { [Echo] = _echo }, "hunter2", NullLogger.Instance);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    [Fact]
    public async Task A_call_is_answered()
    {
        await using var caller = await CallerAsync();

        var answer = await caller.CallAsync(Echo, "echo", IceMode.Idempotent, new IceWriter().Text("Vex Ämarr"), default);

        Assert.Equal("Vex Ämarr", answer.Text());
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_wait_for_each_other()
    {
        await using var caller = await CallerAsync();
        var slow = caller.CallAsync(Echo, "wait", IceMode.Idempotent, null, default);

        var quick = await caller.CallAsync(Echo, "echo", IceMode.Idempotent, new IceWriter().Text("quick"), default);
        var isWaiting = !slow.IsCompleted;
        _echo.Gate.SetResult();
        await slow;

        Assert.Equal("quick", quick.Text());
        Assert.True(isWaiting);
    }

    [Theory, Rule("MUM-025")]
    [InlineData("hunter3")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_call_without_the_secret_is_refused(string? secret)
    {
        await using var caller = await CallerAsync(secret);

        var refused = await Assert.ThrowsAsync<IceUserException>(() => caller.CallAsync(Echo, "echo", IceMode.Idempotent, new IceWriter().Text("x"), default));

        Assert.Equal("InvalidSecretException", refused.Name);
        Assert.Empty(_echo.Heard);
    }

    [Fact]
    public async Task An_object_that_is_not_there_is_told()
    {
        await using var caller = await CallerAsync();

        Assert.Equal(IceStatus.ObjectNotExist, (await FailsAsync(caller, new("nobody"), "echo", IceMode.Idempotent)).Status);
    }

    [Fact]
    public async Task An_operation_that_is_not_there_is_told()
    {
        await using var caller = await CallerAsync();

        Assert.Equal(IceStatus.OperationNotExist, (await FailsAsync(caller, Echo, "nothing", IceMode.Idempotent)).Status);
    }

    [Fact]
    public async Task A_wrong_mode_is_told()
    {
        await using var caller = await CallerAsync();

        Assert.Equal(IceStatus.UnknownLocalException, (await FailsAsync(caller, Echo, "echo", IceMode.Normal)).Status);
    }

    [Fact]
    public async Task A_fault_of_ours_is_told_without_its_text_and_the_connection_lives_on()
    {
        await using var caller = await CallerAsync();

        var failure = await FailsAsync(caller, Echo, "fail", IceMode.Idempotent);

        Assert.Equal(IceStatus.UnknownException, failure.Status);
        Assert.DoesNotContain("secret plan", failure.Message, StringComparison.Ordinal);
        Assert.Equal("x", (await caller.CallAsync(Echo, "echo", IceMode.Idempotent, new IceWriter().Text("x"), default)).Text());
    }

    [Theory]
    [InlineData("::Ice::Object", true)]
    [InlineData("::Test::Echo", true)]
    [InlineData("::Test::Other", false)]
    public async Task It_is_asked_what_it_is_in_the_old_mode(string type, bool expected)
    {
        await using var caller = await CallerAsync();

        Assert.Equal(expected, (await caller.CallAsync(Echo, "ice_isA", IceMode.Nonmutating, new IceWriter().Text(type), default)).Bool());
    }

    [Fact]
    public async Task The_other_built_in_questions_are_answered()
    {
        await using var caller = await CallerAsync();

        await caller.CallAsync(Echo, "ice_ping", IceMode.Nonmutating, null, default);
        Assert.Equal("::Test::Echo", (await caller.CallAsync(Echo, "ice_id", IceMode.Idempotent, null, default)).Text());
        Assert.Equal(["::Ice::Object", "::Test::Echo"], (await caller.CallAsync(Echo, "ice_ids", IceMode.Idempotent, null, default)).Texts());
    }

    [Fact]
    public async Task One_way_calls_run_in_order_and_are_not_answered()
    {
        using var raw = await RawAsync();
        foreach (var word in (string[])["one", "two", "three"])
        {
            await raw.GetStream().WriteAsync(Request(0, "echo", new IceWriter().Text(word)));
        }

        await Eventually.TrueAsync(() => _echo.Heard.Count == 3, "three calls");

        Assert.Equal(["one", "two", "three"], _echo.Heard);
        Assert.Equal(0, raw.Available);
    }

    [Fact]
    public async Task Messages_in_pieces_and_several_at_once_are_understood()
    {
        using var raw = await RawAsync();
        byte[] both = [.. Request(1, "echo", new IceWriter().Text("a")), .. IceFraming.Message(IceMessageType.Validate, []), .. Request(2, "echo", new IceWriter().Text("b"))];
        foreach (var piece in both.Chunk(5))
        {
            await raw.GetStream().WriteAsync(piece);
            await raw.GetStream().FlushAsync();
        }

        HashSet<int> answered = [];
        for (var i = 0; i < 2; i++)
        {
            answered.Add(new IceReader((await IceFraming.ReadAsync(raw.GetStream(), 1000, default))!.Body).Int());
        }

        Assert.Equal([1, 2], answered.Order());
    }

    [Theory]
    [InlineData("474554202f20485454502f312e310d0a0d0a")] // somebody's browser
    [InlineData("49636550010001000000ffffff7f")] // two gigabytes
    [InlineData("49636550010001000002100000000000")] // compressed
    [InlineData("496365500100010001001200000001000000")] // a batch
    public async Task A_caller_who_talks_nonsense_is_cut_off_alone(string bytes)
    {
        using var raw = await RawAsync();
        await using var other = await CallerAsync();

        await raw.GetStream().WriteAsync(Convert.FromHexString(bytes));

        Assert.Equal(0, await raw.GetStream().ReadAsync(new byte[1]));
        Assert.Equal("x", (await other.CallAsync(Echo, "echo", IceMode.Idempotent, new IceWriter().Text("x"), default)).Text());
    }

    [Fact]
    public async Task Who_calls_hears_when_the_listener_ends()
    {
        var listener = new IceListener(new IPEndPoint(IPAddress.Loopback, 0), new Dictionary<IceIdentity, IceServant> { [Echo] = _echo }, "", NullLogger.Instance);
        await using var caller = await IceConnection.OpenAsync("127.0.0.1", listener.Port, new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromSeconds(30), default);
        var waiting = caller.CallAsync(Echo, "wait", IceMode.Idempotent, null, default);

        _echo.Gate.SetResult();
        await waiting;
        await listener.DisposeAsync();
        await caller.Closed;

        await Assert.ThrowsAsync<IceConnectionException>(() => caller.CallAsync(Echo, "echo", IceMode.Idempotent, new IceWriter().Text("x"), default));
    }

    private static Task<IceDispatchException> FailsAsync(IceConnection caller, IceIdentity target, string operation, IceMode mode) =>
        Assert.ThrowsAsync<IceDispatchException>(() => caller.CallAsync(target, operation, mode, new IceWriter().Text("x"), default));

    private static byte[] Request(int id, string operation, IceWriter parameters) => IceFraming.Message(
        IceMessageType.Request,
        new IceWriter().Int(id).Identity(Echo).Size(0).Text(operation).Byte((byte)IceMode.Idempotent)
            .Context(new Dictionary<string, string>(StringComparer.Ordinal) { [IceListener.SecretKey] = "hunter2" }).Encapsulation(parameters).Written.Span);

    private Task<IceConnection> CallerAsync(string? secret = "hunter2")
    {
        Dictionary<string, string> context = new(StringComparer.Ordinal);
        if (secret is not null)
        {
            context[IceListener.SecretKey] = secret;
        }

        return IceConnection.OpenAsync("127.0.0.1", _listener.Port, context, TimeSpan.FromSeconds(30), default);
    }

    private async Task<TcpClient> RawAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _listener.Port);
        Assert.Equal(IceMessageType.Validate, (await IceFraming.ReadAsync(client.GetStream(), 100, default))!.Type);
        return client;
    }

    private sealed class EchoServant : IceServant
    {
        public EchoServant()
        {
            Offer("echo", IceMode.Idempotent, (asked, _) =>
            {
                var text = asked.Text();
                Heard.Enqueue(text);
                return Task.FromResult(new IceWriter().Text(text));
            });
            Offer("wait", IceMode.Idempotent, async (_, _) =>
            {
                await Gate.Task;
                return new();
            });
            Offer("fail", IceMode.Idempotent, (_, _) => throw new InvalidOperationException("the secret plan"));
        }

        public ConcurrentQueue<string> Heard { get; } = [];

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override IReadOnlyList<string> TypeIds { get; } = ["::Test::Echo"];
    }
}
