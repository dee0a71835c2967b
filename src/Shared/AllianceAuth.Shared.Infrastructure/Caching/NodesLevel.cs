using AllianceAuth.Shared.Infrastructure.Live;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>
/// Carries removals between nodes that share no Redis. Nothing is stored: each node keeps its own memory and forgets what another removes. While
/// the others cannot be heard, memory is believed for moments only, and all of it is dropped when they can be heard again.
/// </summary>
internal sealed class NodesLevel : IDisposable
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly NodeChannel _channel;
    private readonly RemovalBook _book;
    private readonly ILogger _logger;
    private readonly IDisposable _listening;
    private readonly CancellationTokenSource _disposed = new();
    private int _repaying;

    public NodesLevel(NodeChannel channel, RemovalBook book, ILogger logger)
    {
        _channel = channel;
        _book = book;
        _logger = logger;
        _listening = channel.Listen(NodeMessage.Removal, Hear, book.RemoveEverything);
    }

    /// <summary>How long a new entry may be believed, whatever its own life; null when that does not matter.</summary>
    public TimeSpan? Believed => _channel.IsListening ? null : NodeChannel.BelievedWhileDeaf;

    /// <summary>Removes on the other nodes. What cannot be said is made good by telling them to forget everything.</summary>
    public async Task RemoveAsync(string[] names)
    {
        try
        {
            // A name with a line break or of a page's length would break the message: rare enough for the blunt way.
            var lines = names.All(name => name.Length < NodeMessage.MostBytes / 8 && !name.Contains('\n', StringComparison.Ordinal)) ? names : [CacheNames.Everything];
            await _channel.SayAsync(NodeMessage.Write(_channel.Node, NodeMessage.Removal, head: null, lines), CancellationToken.None);
        }
        catch (Exception error) // A removal here must not fail because it could not be said there.
        {
            _logger.LogWarning(error, "Other nodes could not be told what was removed. They forget everything as soon as they can be told.");
            Repay();
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _listening.Dispose();
    }

    private void Hear(NodeMessage message)
    {
        if (message.Node == _channel.Node)
        {
            return;
        }

        foreach (var name in message.Lines)
        {
            if (name == CacheNames.Everything)
            {
                _book.RemoveEverything();
            }
            else
            {
                _book.Remove(name);
            }
        }
    }

    private void Repay()
    {
        if (Interlocked.Exchange(ref _repaying, 1) == 0)
        {
            _ = RepayAsync();
        }
    }

    private async Task RepayAsync()
    {
        while (!_disposed.IsCancellationRequested)
        {
            await Task.Delay(TryAgainAfter, _disposed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Before it is said: who fails meanwhile owes anew.
            Interlocked.Exchange(ref _repaying, 0);
            try
            {
                await _channel.SayAsync(NodeMessage.Write(_channel.Node, NodeMessage.Removal, head: null, [CacheNames.Everything]), _disposed.Token);
                return;
            }
            catch (Exception error)
            {
                _logger.LogDebug(error, "Other nodes still cannot be told.");
                if (Interlocked.Exchange(ref _repaying, 1) == 1)
                {
                    // Somebody else began to repay.
                    return;
                }
            }
        }
    }
}
