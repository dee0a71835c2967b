using System.Diagnostics;

namespace AllianceAuth.Benchmarks.Load;

/// <summary>
/// Asks for one address so many times a second, whatever the site does meanwhile. An answer's time counts from the moment it was due, not from
/// the moment it was sent: a site that stalls cannot hide it by keeping the asker waiting.
/// </summary>
internal sealed class PacedLoad(int perSecond, int seconds)
{
    private const int WarmUpSeconds = 2;

    /// <returns>Milliseconds that 99 of 100 answers took at most.</returns>
    /// <exception cref="BenchmarkException">Some answer was no success: the figure would mean nothing.</exception>
    public async Task<double> RunAsync(Uri address, string cookies, CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        await AskAsync(http, address, cookies, perSecond * WarmUpSeconds, cancellationToken);
        var times = await AskAsync(http, address, cookies, perSecond * seconds, cancellationToken);
        Array.Sort(times);
        return times[(int)Math.Ceiling(times.Length * 0.99) - 1];
    }

    private async Task<double[]> AskAsync(HttpMessageInvoker http, Uri address, string cookies, int count, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var asked = new Task<double>[count];
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        for (var i = 0; i < count; i++)
        {
            var due = start + (i * Stopwatch.Frequency / perSecond);
            while (Stopwatch.GetTimestamp() < due)
            {
                await beat.WaitForNextTickAsync(cancellationToken);
            }

            asked[i] = AskOnceAsync(http, address, cookies, due, cancellationToken);
        }

        return await Task.WhenAll(asked);
    }

    private static async Task<double> AskOnceAsync(HttpMessageInvoker http, Uri address, string cookies, long due, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", cookies);
        using var answer = await http.SendAsync(request, cancellationToken);
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
        return answer.IsSuccessStatusCode
            ? Stopwatch.GetElapsedTime(due).TotalMilliseconds
            : throw new BenchmarkException($"{address} answered {(int)answer.StatusCode}.");
    }
}
