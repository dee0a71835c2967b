using System.Net;
using System.Net.Sockets;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Ice;

/// <summary>Callers who mean no good, or are just silent, cost little and keep nobody else out.</summary>
public sealed class IceCallerTests : IAsyncDisposable
{
    private const string Secret = "hunter2";
    private static readonly IceIdentity Target = new("slow");

    private readonly SlowServant _slow = new();
    private readonly HeardLog<IceListener> _log = new();
    private readonly FakeClock _clock = FakeClock.Still(timers: FakeTimers.WhenAdvanced);
    private readonly IceListener _listener;

    public IceCallerTests() =>
        _listener = new(new IPEndPoint(IPAddress.Loopback, 0), new Dictionary<IceIdentity, IceServant> { [Target] = _slow }, Secret, _log, _clock);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    [Fact]
    public async Task Who_never_calls_leaves_the_place_to_others()
    {
        List<TcpClient> silent = [];
        while (silent.Count < IceListener.MostConnections)
        {
            silent.Add(await ConnectAsync());
        }

        _clock.Advance(IceLimits.Usual.FirstCall);
        foreach (var client in silent)
        {
            Assert.Equal(IceMessageType.Close, (await NextAsync(client))!.Type);
        }

        _clock.Advance(IceLimits.Usual.Farewell);
        using var other = await ConnectAsync();
        await other.GetStream().WriteAsync(Request(1, "pass"));

        Assert.Equal(IceMessageType.Reply, (await NextAsync(other))!.Type);
        silent.ForEach(c => c.Dispose());
    }

    [Fact]
    public async Task Signs_of_life_do_not_stand_for_a_call()
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync(IceFraming.Message(IceMessageType.Validate, []));

        _clock.Advance(IceLimits.Usual.FirstCall);

        Assert.Equal(IceMessageType.Close, (await NextAsync(client))!.Type);
    }

    [Fact]
    public async Task Who_called_once_may_be_quiet_for_longer_but_not_for_ever()
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync(Request(1, "pass"));
        await NextAsync(client);

        _clock.Advance(IceLimits.Usual.FirstCall);
        await client.GetStream().WriteAsync(Request(2, "pass"));
        var still = await NextAsync(client);
        _clock.Advance(IceLimits.Usual.Quiet);
        var end = await NextAsync(client);

        Assert.Equal((IceMessageType.Reply, IceMessageType.Close), (still!.Type, end!.Type));
    }

    [Fact]
    public async Task A_wrong_secret_is_answered_once_and_ends_the_connection()
    {
        using var client = await ConnectAsync();
        await client.GetStream().WriteAsync((byte[])[.. Request(1, "pass", "wrong"), .. Request(2, "pass", "wrong"), .. Request(3, "pass")]);

        var (refusal, end) = (await NextAsync(client), await NextAsync(client));

        Assert.Equal((IceMessageType.Reply, IceMessageType.Close), (refusal!.Type, end!.Type));
        Assert.Equal(1, new IceReader(refusal.Body).Int());
        Assert.Null(await NextAsync(client));
        Assert.Equal(0, _slow.Begun);
    }

    [Fact]
    public async Task Wrong_secrets_fill_no_log_whatever_the_call_is_named()
    {
        for (var i = 0; i < 5; i++)
        {
            using var client = await ConnectAsync();
            await client.GetStream().WriteAsync(Request(1, "forged\nline" + new string('x', 100_000), "wrong"));
            await NextAsync(client);
        }

        var line = Assert.Single(_log.Lines);
        Assert.Contains("forged?line", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 1, 300);
    }

    [Fact]
    public async Task Who_never_takes_the_answers_is_answered_no_further()
    {
        using var client = await ConnectAsync();
        for (var id = 1; id <= 100; id++)
        {
            await client.GetStream().WriteAsync(Request(id, "wait"));
        }

        await Eventually.TrueAsync(() => _slow.Begun == 32, "as many answers as there may be");
        // One-way calls are taken at once, so this one shows that nothing more was read.
        await client.GetStream().WriteAsync(Request(0, "pass"));
        var before = (_slow.Begun, _slow.Passed);
        _slow.Gate.SetResult();
        HashSet<int> answered = [];
        while (answered.Count < 100)
        {
            answered.Add(new IceReader((await NextAsync(client))!.Body).Int());
        }

        Assert.Equal((32, 0), before);
        await Eventually.TrueAsync(() => _slow.Passed == 1, "the call behind them");
    }

    [Fact]
    public async Task A_caller_who_cannot_be_accepted_costs_no_place_and_closes_nothing()
    {
        using var stop = new CancellationTokenSource();
        var (tries, failures, served) = (0, 0, new TaskCompletionSource());
        var gate = IceGate.RunAsync(
            async cancelled =>
            {
                if (tries++ < 200)
                {
                    throw new SocketException((int)SocketError.TooManyOpenSockets);
                }

                await (served.Task.IsCompleted ? Task.Delay(Timeout.Infinite, cancelled) : Task.CompletedTask);
                return new TcpClient();
            },
            client =>
            {
                client.Dispose();
                served.TrySetResult();
                return Task.CompletedTask;
            },
            places: 2,
            _ => failures++,
            FakeClock.Still(),
            stop.Token);

        await served.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await stop.CancelAsync();
        await gate;

        Assert.Equal(200, failures);
    }

    [Fact]
    public void What_is_told_seldom_says_how_often_it_was_not()
    {
        var clock = FakeClock.Still();
        var seldom = new SeldomTold(clock);

        var first = seldom.IsDue(out var none);
        var again = (seldom.IsDue(out _), seldom.IsDue(out _));
        clock.Advance(SeldomTold.Pause);
        var later = seldom.IsDue(out var two);

        Assert.Equal((true, 0), (first, none));
        Assert.Equal((false, false), again);
        Assert.Equal((true, 2), (later, two));
    }

    private static byte[] Request(int id, string operation, string secret = Secret) => IceFraming.Message(
        IceMessageType.Request,
        new IceWriter().Int(id).Identity(Target).Size(0).Text(operation).Byte((byte)IceMode.Idempotent)
            .Context(new Dictionary<string, string>(StringComparer.Ordinal) { [IceListener.SecretKey] = secret }).Encapsulation(new()).Written.Span);

    private static async Task<IceMessage?> NextAsync(TcpClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await IceFraming.ReadAsync(client.GetStream(), IceListener.LongestRequest, limit.Token);
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _listener.Port);
        Assert.Equal(IceMessageType.Validate, (await NextAsync(client))!.Type);
        return client;
    }

    private sealed class SlowServant : IceServant
    {
        private int _begun;
        private int _passed;

        public SlowServant()
        {
            Offer("wait", IceMode.Idempotent, async (_, _) =>
            {
                Interlocked.Increment(ref _begun);
                await Gate.Task;
                return new();
            });
            Offer("pass", IceMode.Idempotent, (_, _) =>
            {
                Interlocked.Increment(ref _passed);
                return Task.FromResult(new IceWriter());
            });
        }

        public int Begun => Volatile.Read(ref _begun);

        public int Passed => Volatile.Read(ref _passed);

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override IReadOnlyList<string> TypeIds { get; } = ["::Test::Slow"];
    }
}
