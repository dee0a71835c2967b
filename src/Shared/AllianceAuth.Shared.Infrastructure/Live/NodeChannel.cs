using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Live;

/// <summary>
/// How the nodes of a site hear from each other: PostgreSQL's LISTEN and NOTIFY, over one connection a node that is held open. What was said while
/// the connection was away is lost, so listeners are told that they may have missed something whenever it is made anew.
/// </summary>
internal sealed class NodeChannel(NpgsqlDataSource source, TimeProvider clock, ILogger<NodeChannel> logger) : BackgroundService
{
    /// <summary>The channel's name in the database.</summary>
    public const string Name = "alliance_auth";

    /// <summary>How long what is known is believed while nobody can be heard.</summary>
    public static readonly TimeSpan BelievedWhileDeaf = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<Listener> _listeners = [];
    private volatile bool _isListening;
    private NpgsqlConnection? _first;

    /// <summary>This process among the nodes; a new name at each start.</summary>
    public string Node { get; } = RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>Whether what other nodes say arrives here now.</summary>
    public bool IsListening => _isListening;

    /// <summary>Hears messages of one kind until disposed.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="hear">Called for each, one at a time, own ones among them.</param>
    /// <param name="missed">Called when messages may have been lost.</param>
    public IDisposable Listen(char kind, Action<NodeMessage> hear, Action missed)
    {
        var listener = new Listener(this, kind, hear, missed);
        lock (_lock)
        {
            _listeners.Add(listener);
        }

        return listener;
    }

    /// <summary>Says something to all nodes, this one among them. One statement for any number of payloads.</summary>
    public async Task SayAsync(IReadOnlyList<string> payloads, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT pg_notify($1, said) FROM unnest($2) AS said");
        command.Parameters.Add(new() { Value = Name });
        command.Parameters.Add(new() { Value = payloads.ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Listens before anything else starts, so that a node that serves hears the others from its first request on.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _first = await ConnectAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The site can start without; it goes on trying below.
            logger.LogWarning("Other nodes cannot be heard yet ({Reason}).", error.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var pause = ShortestPause;
        long? deafSince = _first is null ? clock.GetTimestamp() : null;
        var toldMissed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = Interlocked.Exchange(ref _first, null) ?? await ConnectAsync(stoppingToken);
                if (deafSince is not null)
                {
                    logger.LogInformation("Other nodes can be heard again.");
                }

                (deafSince, toldMissed, pause) = (null, false, ShortestPause);
                await HearAsync(connection, stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                if (_isListening)
                {
                    _isListening = false;
                    logger.LogWarning("The connection to other nodes was lost ({Reason}). It is made anew.", error.Message);
                }

                deafSince ??= clock.GetTimestamp();
                if (!toldMissed && clock.GetElapsedTime(deafSince.Value) > BelievedWhileDeaf)
                {
                    toldMissed = true;
                    TellMissed();
                }

                await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (OperationCanceledException)
            {
                // The node stops.
            }
        }

        _isListening = false;
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var connection = await source.OpenConnectionAsync(patience.Token);
        try
        {
            connection.Notification += (_, said) => Hear(said.Payload);
            await using var listen = new NpgsqlCommand($"LISTEN {Name}", connection);
            await listen.ExecuteNonQueryAsync(patience.Token);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        // From here on nothing is missed; what was said before is.
        _isListening = true;
        TellMissed();
        return connection;
    }

    private static async Task HearAsync(NpgsqlConnection connection, CancellationToken stoppingToken)
    {
        while (true)
        {
            // A connection that died without a word is found out by asking.
            if (!await connection.WaitAsync(LookAfter, stoppingToken))
            {
                await using var alive = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = (int)LookAfter.TotalSeconds };
                await alive.ExecuteNonQueryAsync(stoppingToken);
            }
        }
    }

    private void Hear(string payload)
    {
        if (NodeMessage.Read(payload) is { } message)
        {
            Tell(message.Kind, listener => listener.OnHear(message));
        }
    }

    private void TellMissed() => Tell(kind: null, listener => listener.OnMissed());

    private void Tell(char? kind, Action<Listener> tell)
    {
        Listener[] listeners;
        lock (_lock)
        {
            listeners = [.. _listeners.Where(listener => kind is null || listener.Kind == kind)];
        }

        foreach (var listener in listeners)
        {
            try
            {
                tell(listener);
            }
            catch (Exception error) // One listener's fault must not make the node deaf for the others.
            {
                logger.LogWarning(error, "What another node said could not be followed.");
            }
        }
    }

    private sealed class Listener(NodeChannel channel, char kind, Action<NodeMessage> hear, Action missed) : IDisposable
    {
        public char Kind => kind;

        public void OnHear(NodeMessage message) => hear(message);

        public void OnMissed() => missed();

        public void Dispose()
        {
            lock (channel._lock)
            {
                channel._listeners.Remove(this);
            }
        }
    }
}
