using System.Diagnostics;

namespace AllianceAuth.Testing;

/// <summary>Waits for a condition instead of sleeping.</summary>
public static class Eventually
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not within the deadline, which is half a minute unless told otherwise.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var limit = deadline ?? TimeSpan.FromSeconds(30);
        for (var waiting = Stopwatch.StartNew(); !await condition();)
        {
            if (waiting.Elapsed > limit)
            {
                throw new TimeoutException($"In vain waited {limit.TotalSeconds:0} s for: {what}");
            }

            await Task.Delay(LookAgain);
        }
    }

    /// <summary>Waits until the condition holds.</summary>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) => TrueAsync(() => Task.FromResult(condition()), what, deadline);
}
