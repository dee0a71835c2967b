using System.Threading.Channels;

namespace AllianceAuth.Simulator.State;

/// <summary>Writes the state down soon after each change. Many changes at once make one write.</summary>
internal sealed class StateKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly StateFile _file;
    private readonly Func<SavedState> _take;
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Task _writing;

    public StateKeeper(StateFile file, Func<SavedState> take)
    {
        _file = file;
        _take = take;
        _writing = Task.Run(WriteAsync);
    }

    public void Changed() => _changes.Writer.TryWrite(true);

    /// <summary>What changed last is written even now.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync())
        {
            try
            {
                _file.Write(_take());
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"The state could not be written: {failure.Message}");
            }

            await Task.Delay(Pause);
        }
    }
}
