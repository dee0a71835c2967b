using System.Net.Sockets;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Lets callers in, so many at a time, until it is stopped. Neither a caller who vanishes nor a system out of sockets closes it.</summary>
internal static class IceGate
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    /// <param name="accept">Waits for the next caller.</param>
    /// <param name="serve">Serves one; never throws.</param>
    /// <param name="places">How many at a time.</param>
    /// <param name="tell">Called with what went wrong while waiting for a caller.</param>
    /// <param name="clock">For the pause after that.</param>
    /// <param name="stop">Ends it; those who are in are waited for.</param>
    public static async Task RunAsync(
        Func<CancellationToken, ValueTask<TcpClient>> accept, Func<TcpClient, Task> serve, int places, Action<Exception> tell, TimeProvider clock, CancellationToken stop)
    {
        HashSet<Task> open = [];
        while (!stop.IsCancellationRequested)
        {
            // A place is taken only by who came: a failed try costs none.
            while (open.Count >= places)
            {
                open.Remove(await Task.WhenAny(open));
            }

            open.RemoveWhere(task => task.IsCompleted);
            try
            {
                open.Add(serve(await accept(stop)));
            }
            catch (Exception error) when (!stop.IsCancellationRequested) // Whatever it was: a door that nobody opens any more is worse.
            {
                tell(error);
                await Task.Delay(AfterFailure, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The wait for a caller ended with us.
            }
        }

        await Task.WhenAll(open);
    }
}
