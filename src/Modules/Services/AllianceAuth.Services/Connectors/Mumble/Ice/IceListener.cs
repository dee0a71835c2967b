using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Accepts connections and hands calls to our objects. Every call must bring the secret.</summary>
internal sealed class IceListener : IAsyncDisposable
{
    /// <summary>The key of the secret in a call's context.</summary>
    public const string SecretKey = "secret";

    /// <summary>Bytes of the longest call: Ice's usual limit.</summary>
    public const int LongestRequest = 1024 * 1024;

    /// <summary>Callers at the same time; further ones wait.</summary>
    public const int MostConnections = 64;

    private readonly TcpListener _listener;
    private readonly IceDispatcher _dispatcher;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly IceLimits _limits;
    private readonly SeldomTold _cutOff;
    private readonly SeldomTold _failures;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="endpoint">Where; port 0 takes any free one.</param>
    /// <param name="servants">Our objects.</param>
    /// <param name="secret">What each call must bring; empty to ask for nothing.</param>
    /// <param name="logger">Where to tell.</param>
    /// <param name="clock">For the limits; the system's unless told otherwise.</param>
    /// <param name="limits">How long callers are waited for; <see cref="IceLimits.Usual"/> unless told otherwise.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public IceListener(
        IPEndPoint endpoint, IReadOnlyDictionary<IceIdentity, IceServant> servants, string secret, ILogger logger, TimeProvider? clock = null, IceLimits? limits = null)
    {
        (_logger, _clock, _limits) = (logger, clock ?? TimeProvider.System, limits ?? IceLimits.Usual);
        _dispatcher = new(servants, secret, logger, _clock);
        (_cutOff, _failures) = (new(_clock), new(_clock));
        _listener = new TcpListener(endpoint);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = IceGate.RunAsync(_listener.AcceptTcpClientAsync, ServeAsync, MostConnections, TellFailure, _clock, _stop.Token);
    }

    public int Port { get; }

    /// <summary>The module name of the exceptions we answer with.</summary>
    public string Module
    {
        get => _dispatcher.Module;
        set => _dispatcher.Module = value;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var caller = new IceCaller(client, _dispatcher, _limits, _clock, _stop.Token);
                await caller.ServeAsync();
            }
        }
        catch (IceException error)
        {
            if (_cutOff.IsDue(out var more))
            {
                _logger.LogWarning("A caller of the Mumble authenticator was cut off, after {More} others: {Reason}", more, error.Message);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The caller is gone, or we stop.
        }
        catch (Exception error) // One caller must not close the door for all others.
        {
            _logger.LogError(error, "A caller of the Mumble authenticator could not be served.");
        }
    }

    private void TellFailure(Exception error)
    {
        if (_failures.IsDue(out var more))
        {
            _logger.LogWarning(error, "A connection to the Mumble authenticator could not be accepted, after {More} others.", more);
        }
    }
}
