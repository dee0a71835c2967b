using System.Diagnostics;

namespace AllianceAuth.Shared.Tests;

/// <summary>Waits for a condition instead of sleeping.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        for (var waiting = Stopwatch.StartNew(); !await condition();)
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(30), $"In vain waited for: {what}");
            await Task.Delay(20);
        }
    }
}
