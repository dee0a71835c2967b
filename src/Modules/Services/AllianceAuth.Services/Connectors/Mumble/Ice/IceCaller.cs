using System.Net.Sockets;
using System.Threading.Channels;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>
/// One connection of somebody who calls us. Calls that want an answer run side by side; one-way calls run one after another, in the order they came. Whoever
/// brings no secret, calls nothing, or does not take the answers is sent away, and costs little until then.
/// </summary>
internal sealed class IceCaller : IDisposable
{
    private const int MostAnswers = 32;
    private const int MostWaiting = 10_000;

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly IceDispatcher _dispatcher;
    private readonly IceLimits _limits;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _quiet;
    private readonly CancellationTokenSource _ended;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _answering = new(MostAnswers, MostAnswers);
    private readonly HashSet<Task> _answers = [];
    private readonly string _name;

    public IceCaller(TcpClient client, IceDispatcher dispatcher, IceLimits limits, TimeProvider clock, CancellationToken stop)
    {
        (_client, _stream, _dispatcher, _limits, _clock, _stop) = (client, client.GetStream(), dispatcher, limits, clock, stop);
        _quiet = new(limits.FirstCall, clock);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _name = client.Client.RemoteEndPoint?.ToString() ?? "";
        client.NoDelay = true;
    }

    /// <summary>Hears and answers until either side ends it.</summary>
    public async Task ServeAsync()
    {
        var oneWay = Channel.CreateBounded<IceRequest>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        var following = FollowAsync(oneWay.Reader);
        try
        {
            await SendAsync(IceMessageType.Validate, ReadOnlyMemory<byte>.Empty);
            if (!await HearAsync(oneWay.Writer))
            {
                await LeaveAsync();
            }
        }
        finally
        {
            oneWay.Writer.Complete();
            await FinishAsync();
            await following;
        }
    }

    public void Dispose()
    {
        _quiet.Dispose();
        _ended.Dispose();
        _writing.Dispose();
        _answering.Dispose();
    }

    /// <returns>Whether the caller ended it; false when we should.</returns>
    private async Task<bool> HearAsync(ChannelWriter<IceRequest> oneWay)
    {
        using var hearing = CancellationTokenSource.CreateLinkedTokenSource(_quiet.Token, _stop);
        var isProven = false;
        try
        {
            while (await IceFraming.ReadAsync(_stream, IceListener.LongestRequest, hearing.Token) is { Type: not IceMessageType.Close } message)
            {
                if (message.Type is IceMessageType.Request)
                {
                    var request = IceRequest.Read(new IceReader(message.Body));
                    isProven = _dispatcher.BringsSecret(request);
                    if (!isProven)
                    {
                        await RefuseAsync(request, hearing.Token);
                        return false;
                    }

                    await TakeAsync(request, oneWay, hearing.Token);
                }
                else if (message.Type is not IceMessageType.Validate)
                {
                    throw new IceFormatException($"a message of type {message.Type}, which only servers send");
                }

                // Signs of life count only of who proved that they may call.
                if (isProven)
                {
                    _quiet.CancelAfter(_limits.Quiet);
                }
            }

            return true;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task TakeAsync(IceRequest request, ChannelWriter<IceRequest> oneWay, CancellationToken cancellationToken)
    {
        if (request.Id == 0)
        {
            oneWay.TryWrite(request);
            return;
        }

        // Nothing more is read before there is room for its answer.
        await _answering.WaitAsync(cancellationToken);
        _answers.RemoveWhere(task => task.IsCompleted);
        _answers.Add(AnswerAsync(request));
    }

    private async Task RefuseAsync(IceRequest request, CancellationToken cancellationToken)
    {
        var reply = _dispatcher.Refuse(request, _name);
        if (request.Id != 0)
        {
            await SendAsync(IceMessageType.Reply, reply.Written, cancellationToken);
        }
    }

    /// <summary>Ends it the way Ice wants it, so that the caller knows that nothing was lost and may call again on another connection.</summary>
    private async Task LeaveAsync()
    {
        await FinishAsync();
        using var patience = new CancellationTokenSource(_limits.Farewell, _clock);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _ended.Token);
        await SendAsync(IceMessageType.Close, ReadOnlyMemory<byte>.Empty, leaving.Token);
        _client.Client.Shutdown(SocketShutdown.Send);
        // Closing with something unread would take back what was just written.
        var rest = new byte[4096];
        while (await _stream.ReadAsync(rest, leaving.Token) > 0)
        {
        }
    }

    /// <summary>Waits for the answers that are under way, but not for a caller who does not take them.</summary>
    private async Task FinishAsync()
    {
        using var patience = new CancellationTokenSource(_limits.Farewell, _clock);
        await using var end = patience.Token.Register(_ended.Cancel);
        await Task.WhenAll(_answers);
    }

    private async Task FollowAsync(ChannelReader<IceRequest> oneWay)
    {
        await foreach (var request in oneWay.ReadAllAsync())
        {
            if (!_stop.IsCancellationRequested)
            {
                await _dispatcher.DispatchAsync(request, _stop);
            }
        }
    }

    private async Task AnswerAsync(IceRequest request)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var reply = await _dispatcher.DispatchAsync(request, _ended.Token);
            await SendAsync(IceMessageType.Reply, reply.Written);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody waits for it any more.
        }
        finally
        {
            _answering.Release();
        }
    }

    private Task SendAsync(IceMessageType type, ReadOnlyMemory<byte> body) => SendAsync(type, body, _ended.Token);

    private async Task SendAsync(IceMessageType type, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(IceFraming.Message(type, body.Span), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
