using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>
/// Accepts connections and hands calls to our objects. Every call must bring the secret. Calls that want an answer run side by side; one-way calls
/// of a connection run one after another, in the order they came.
/// </summary>
internal sealed class IceListener : IAsyncDisposable
{
    /// <summary>The key of the secret in a call's context.</summary>
    public const string SecretKey = "secret";

    /// <summary>Bytes of the longest call: Ice's usual limit.</summary>
    public const int LongestRequest = 1024 * 1024;

    private const int MostConnections = 64;
    private const int MostWaiting = 10_000;

    private readonly TcpListener _listener;
    private readonly IReadOnlyDictionary<IceIdentity, IceServant> _servants;
    private readonly byte[] _secret;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(MostConnections);
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="endpoint">Where; port 0 takes any free one.</param>
    /// <param name="servants">Our objects.</param>
    /// <param name="secret">What each call must bring; empty to ask for nothing.</param>
    /// <param name="logger">Where to tell.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public IceListener(IPEndPoint endpoint, IReadOnlyDictionary<IceIdentity, IceServant> servants, string secret, ILogger logger)
    {
        (_servants, _secret, _logger) = (servants, Encoding.UTF8.GetBytes(secret), logger);
        _listener = new TcpListener(endpoint);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The module name of the exceptions we answer with.</summary>
    public string Module { get; set; } = "Murmur";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _places.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        HashSet<Task> open = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _places.WaitAsync(_stop.Token);
                open.RemoveWhere(task => task.IsCompleted);
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Either we stop, or one caller vanished before it was served.
            }
        }

        await Task.WhenAll(open);
    }

    private async Task ServeAsync(TcpClient client)
    {
        var oneWay = Channel.CreateBounded<IceRequest>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        var following = FollowAsync(oneWay.Reader);
        try
        {
            using (client)
            {
                client.NoDelay = true;
                await ServeAsync(client.GetStream(), oneWay.Writer);
            }
        }
        catch (IceException error)
        {
            _logger.LogWarning("A caller of the Mumble authenticator was cut off: {Reason}", error.Message);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The caller is gone, or we stop.
        }
        finally
        {
            oneWay.Writer.Complete();
            await following;
            _places.Release();
        }
    }

    private async Task ServeAsync(NetworkStream stream, ChannelWriter<IceRequest> oneWay)
    {
        using var writing = new SemaphoreSlim(1, 1);
        HashSet<Task> answers = [];
        try
        {
            await SendAsync(stream, writing, IceFraming.Message(IceMessageType.Validate, []));
            while (await IceFraming.ReadAsync(stream, LongestRequest, _stop.Token) is { Type: not IceMessageType.Close } message)
            {
                if (message.Type is IceMessageType.Validate)
                {
                    continue;
                }

                if (message.Type is not IceMessageType.Request)
                {
                    throw new IceFormatException($"a message of type {message.Type}, which only servers send");
                }

                var request = IceRequest.Read(new IceReader(message.Body));
                if (request.Id == 0)
                {
                    oneWay.TryWrite(request);
                    continue;
                }

                answers.RemoveWhere(task => task.IsCompleted);
                answers.Add(AnswerAsync(stream, writing, request));
            }
        }
        finally
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task FollowAsync(ChannelReader<IceRequest> oneWay)
    {
        await foreach (var request in oneWay.ReadAllAsync())
        {
            await DispatchAsync(request);
        }
    }

    private async Task AnswerAsync(NetworkStream stream, SemaphoreSlim writing, IceRequest request)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var reply = await DispatchAsync(request);
        try
        {
            await SendAsync(stream, writing, IceFraming.Message(IceMessageType.Reply, reply.Written.Span));
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Nobody waits for it any more.
        }
    }

    private async Task SendAsync(NetworkStream stream, SemaphoreSlim writing, byte[] message)
    {
        await writing.WaitAsync(_stop.Token);
        try
        {
            await stream.WriteAsync(message, _stop.Token);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task<IceWriter> DispatchAsync(IceRequest request)
    {
        var reply = new IceWriter().Int(request.Id);
        if (!BringsSecret(request))
        {
            _logger.LogWarning("A call of {Operation} came without the right secret and was refused. Is Mumble's icesecretwrite the same as Mumble:IceSecret?", request.Operation);
            return reply.Byte((byte)IceStatus.UserException).Encapsulation(InvalidSecret());
        }

        if (!_servants.TryGetValue(request.Target, out var servant))
        {
            return NotThere(reply, IceStatus.ObjectNotExist, request);
        }

        if (request.Facet.Count > 0)
        {
            return NotThere(reply, IceStatus.FacetNotExist, request);
        }

        if (servant.Find(request.Operation) is not { } operation)
        {
            return NotThere(reply, IceStatus.OperationNotExist, request);
        }

        if ((request.Mode is IceMode.Normal) != (operation.Mode is IceMode.Normal))
        {
            return reply.Byte((byte)IceStatus.UnknownLocalException).Text($"{request.Operation} is {operation.Mode}.");
        }

        try
        {
            return reply.Byte((byte)IceStatus.Ok).Encapsulation(await operation.RunAsync(request.Parameters, _stop.Token));
        }
        catch (Exception error) // The servants answer with safe values by themselves; what comes here is a caller's nonsense or our own fault, and must not end the process.
        {
            _logger.LogError(error, "The call {Operation} of the Mumble server could not be answered.", request.Operation);
            return new IceWriter().Int(request.Id).Byte((byte)IceStatus.UnknownException).Text("The call could not be answered.");
        }
    }

    private bool BringsSecret(IceRequest request) =>
        _secret.Length == 0
        || (request.Context.TryGetValue(SecretKey, out var brought) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(brought), _secret));

    // Encoding 1.0: whether classes are inside, then type and size of each level; neither level has members.
    private IceWriter InvalidSecret() => new IceWriter().Bool(value: false)
        .Text($"::{Module}::InvalidSecretException").Int(sizeof(int))
        .Text($"::{Module}::MurmurException").Int(sizeof(int));

    private static IceWriter NotThere(IceWriter reply, IceStatus status, IceRequest request) =>
        reply.Byte((byte)status).Identity(request.Target).Texts(request.Facet).Text(request.Operation);
}
