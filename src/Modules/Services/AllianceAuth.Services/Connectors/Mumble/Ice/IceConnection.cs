using System.Collections.Concurrent;
using System.Net.Sockets;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>A connection to an Ice server, for any number of calls at the same time. Once it is closed it stays closed: open another.</summary>
internal sealed class IceConnection : IAsyncDisposable
{
    /// <summary>Bytes of the longest answer: what Mumble itself sets, since comments of users may be long.</summary>
    public const int LongestReply = 64 * 1024 * 1024;

    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly IReadOnlyDictionary<string, string> _context;
    private readonly TimeSpan _patience;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<IceReader>> _pending = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private int _lastRequest;
    private volatile string? _closed;

    private IceConnection(TcpClient client, IReadOnlyDictionary<string, string> context, TimeSpan patience)
    {
        _client = client;
        _stream = client.GetStream();
        _context = context;
        _patience = patience;
        Closed = Task.CompletedTask;
    }

    /// <summary>Done when the connection ended, for whatever reason. Never faulted.</summary>
    public Task Closed { get; private set; }

    /// <summary>Connects and waits until the server says that it is ready.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="context">Sent with every call; the secret is in it.</param>
    /// <param name="patience">Longest wait for the connection and for each answer.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IceException">There is no such server.</exception>
    public static async Task<IceConnection> OpenAsync(string host, int port, IReadOnlyDictionary<string, string> context, TimeSpan patience, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await client.ConnectAsync(host, port, limit.Token);
            var connection = new IceConnection(client, context, patience);
            // The accepting side speaks first.
            if (await IceFraming.ReadAsync(connection._stream, LongestReply, limit.Token) is not { Type: IceMessageType.Validate })
            {
                throw new IceFormatException($"{host}:{port} did not greet as Ice does");
            }

            connection.Closed = connection.ReceiveAsync();
            return connection;
        }
        catch (Exception error) when (error is not IceException)
        {
            client.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IceConnectionException($"{host}:{port} does not answer: {(error is OperationCanceledException ? $"nothing within {patience.TotalSeconds:0} s" : error.Message)}", error);
        }
        catch (IceException)
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Calls an operation.</summary>
    /// <returns>What it answered: out parameters, then the return value.</returns>
    /// <exception cref="IceException">It failed there, or the connection was lost.</exception>
    public async Task<IceReader> CallAsync(IceIdentity target, string operation, IceMode mode, IceWriter? parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastRequest);
        var body = new IceWriter().Int(id).Identity(target).Size(0).Text(operation).Byte((byte)mode).Context(_context).Encapsulation(parameters ?? new());
        var answer = new TaskCompletionSource<IceReader>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        try
        {
            if (_closed is { } reason)
            {
                throw new IceConnectionException(reason);
            }

            await SendAsync(IceFraming.Message(IceMessageType.Request, body.Written.Span), cancellationToken);
            return ReadReply(await answer.Task.WaitAsync(_patience, cancellationToken));
        }
        catch (TimeoutException error)
        {
            throw new IceConnectionException($"{operation} was not answered within {_patience.TotalSeconds:0} s", error);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closed is null)
        {
            try
            {
                await SendAsync(IceFraming.Message(IceMessageType.Close, []), CancellationToken.None);
            }
            catch (IceException)
            {
                // The other side was faster.
            }
        }

        await _stop.CancelAsync();
        await Closed;
        _client.Dispose();
        _stop.Dispose();
        _writing.Dispose();
    }

    private static IceReader ReadReply(IceReader reply)
    {
        var status = (IceStatus)reply.Byte();
        switch (status)
        {
            case IceStatus.Ok:
                return reply.Encapsulation();
            case IceStatus.UserException:
                var exception = reply.Encapsulation();
                exception.Bool();
                throw new IceUserException(exception.Text());
            case IceStatus.ObjectNotExist or IceStatus.FacetNotExist or IceStatus.OperationNotExist:
                var identity = reply.Identity();
                reply.Texts();
                throw new IceDispatchException(status, $"{identity} {reply.Text()}");
            case IceStatus.UnknownLocalException or IceStatus.UnknownUserException or IceStatus.UnknownException:
                throw new IceDispatchException(status, reply.Text());
            default:
                throw new IceFormatException($"a reply of status {(byte)status}");
        }
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Half a message would spoil the connection for everybody, so once begun it is not cancelled.
            await _stream.WriteAsync(message, _stop.Token);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            throw new IceConnectionException("The connection was lost.", error);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        var reason = "The server closed the connection.";
        try
        {
            while (await IceFraming.ReadAsync(_stream, LongestReply, _stop.Token) is { Type: not IceMessageType.Close } message)
            {
                // Anything but a reply is a heartbeat; the server makes its own connection for what it wants from us.
                if (message.Type is IceMessageType.Reply)
                {
                    var reader = new IceReader(message.Body);
                    if (_pending.TryRemove(reader.Int(), out var waiting))
                    {
                        waiting.TrySetResult(reader);
                    }
                }
            }
        }
        catch (Exception error) // Whatever ended it: those who wait for answers must hear of it, and nobody else listens here.
        {
            reason = $"The connection was lost: {error.Message}";
        }

        _closed = reason;
        foreach (var id in _pending.Keys)
        {
            if (_pending.TryRemove(id, out var waiting))
            {
                waiting.TrySetException(new IceConnectionException(reason));
            }
        }

        _client.Close();
    }
}
