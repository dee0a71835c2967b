using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using AllianceAuth.Services.Connectors.Mumble.Ice;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Mumble.Murmur;

/// <summary>
/// Keeps this site the authenticator of the virtual servers: attaches, attaches again by a watchdog and whenever a server starts, and finds back
/// after a restart of either side. MUM-027 to MUM-029. It listens from the first time on until it is disposed of, also while it does not run: a Mumble server
/// that finds nobody forgets us and may let strangers in, so who was attached goes on answering until another is.
/// </summary>
internal sealed class MumbleAttachment(MumbleSettings settings, IMumbleDoor door, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private static readonly IceIdentity Authenticator = new("alliance-auth-authenticator");
    private static readonly IceIdentity MetaCallback = new("alliance-auth-meta");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<IceIdentity, IceServant> _servants = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IceListener? _listener;
    private string? _lastProblem;

    /// <summary>Numbers of the virtual servers that ask us now.</summary>
    public IReadOnlyList<int> Attached { get; private set; } = [];

    /// <summary>Attaches and stays attached until cancelled; then it only answers, and hears of nothing that happens there.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _servants[Authenticator] = new AuthenticatorServant(door, settings.RejectOnError ? MumbleVerdict.OutOfOrder : MumbleVerdict.Unknown, clock, logger);
        _listener ??= new IceListener(new IPEndPoint(settings.ListenOn, settings.CallbackPort), _servants, settings.IceSecret, logger, clock);
        try
        {
            await KeepAttachedAsync(_listener, cancellationToken);
        }
        finally
        {
            Attached = [];
            foreach (var callback in _servants.Keys.Where(k => k != Authenticator))
            {
                _servants.TryRemove(callback, out _);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }
    }

    private async Task KeepAttachedAsync(IceListener listener, CancellationToken cancellationToken)
    {
        var watchdog = TimeSpan.FromSeconds(settings.WatchdogSeconds);
        var pause = ShortestPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var client = await MurmurClient.OpenAsync(settings.IceHost, settings.IcePort, settings.IceSecret, Patience, cancellationToken);
                listener.Module = client.Module;
                while (!client.Closed.IsCompleted)
                {
                    await AttachAsync(client, listener.Port, cancellationToken);
                    pause = ShortestPause;
                    using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    await Task.WhenAny(client.Closed, _wake.Reader.ReadAsync(waiting.Token).AsTask(), Task.Delay(watchdog, clock, waiting.Token));
                    await waiting.CancelAsync();
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
            catch (IceException error)
            {
                Tell(error);
                pause = pause * 2 < watchdog ? pause * 2 : watchdog;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            Attached = [];
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AttachAsync(MurmurClient client, int port, CancellationToken cancellationToken)
    {
        IceProxy Ours(IceIdentity identity) => new(identity, settings.CallbackHost, port);

        _servants[MetaCallback] = new MetaCallbackServant(_ => _wake.Writer.TryWrite(item: true));
        await client.AddCallbackAsync(Ours(MetaCallback), cancellationToken);
        var booted = await client.GetBootedServersAsync(cancellationToken);
        List<int> attached = [];
        foreach (var server in booted.Where(s => settings.Servers.Count == 0 || settings.Servers.Contains(s)))
        {
            try
            {
                await client.SetAuthenticatorAsync(server, Ours(Authenticator), cancellationToken);
                var callback = new IceIdentity($"alliance-auth-server-{server}");
                _servants[callback] = new ServerCallbackServant(server, client.HasVersion2, door, logger);
                await client.AddCallbackAsync(server, Ours(callback), cancellationToken);
                attached.Add(server);
            }
            catch (IceUserException error) when (error.Name is "ServerBootedException" or "InvalidServerException")
            {
                // It stopped while we looked; we hear of it when it starts.
            }
        }

        if (_lastProblem is not null || !attached.SequenceEqual(Attached))
        {
            logger.LogInformation("Mumble {Version} asks this site about logins on its servers {Servers}.", client.VersionText, string.Join(", ", attached));
        }

        (_lastProblem, Attached) = (null, attached);
    }

    /// <summary>Says what is wrong once, not at every try.</summary>
    private void Tell(IceException error)
    {
        var problem = error is IceUserException { Name: "InvalidCallbackException" }
            ? $"Mumble cannot reach this site at {settings.CallbackHost}. Set Mumble:CallbackHost to an address that the Mumble server can reach."
            : error is IceUserException { Name: "InvalidSecretException" }
            ? "Mumble refuses the secret. Set Mumble:IceSecret to its icesecretwrite."
            : error.Message;
        if (problem != _lastProblem)
        {
            logger.LogWarning("The Mumble server cannot be attached to and is tried again and again: {Problem}", problem);
            _lastProblem = problem;
        }
    }
}
