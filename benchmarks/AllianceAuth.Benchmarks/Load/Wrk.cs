using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Load;

/// <summary>Asks for one address as often as the site answers, by the program <c>wrk</c>.</summary>
internal sealed partial class Wrk(Cores cores, int seconds)
{
    private const int Connections = 8;
    private const int Threads = 2;
    private const int WarmUpSeconds = 3;

    /// <summary>Warms the address up, then measures.</summary>
    /// <param name="site">Who answers.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="cookies">Who asks; null for a stranger.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="BenchmarkException">Some answers were no success: the figure would mean nothing.</exception>
    public async Task<WrkResult> RunAsync(SiteProcess site, string path, string? cookies, CancellationToken cancellationToken)
    {
        var address = new Uri(site.Address, path);
        await RunOnceAsync(address, cookies, WarmUpSeconds, cancellationToken);
        var before = site.ReadProcessorTime();
        var (rate, requests, p99) = await RunOnceAsync(address, cookies, seconds, cancellationToken);
        return new WrkResult(rate, p99, (site.ReadProcessorTime() - before).TotalMilliseconds / requests);
    }

    private async Task<(double PerSecond, double Requests, double P99)> RunOnceAsync(Uri address, string? cookies, int duration, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-c", Number(Connections), "-t", Number(Threads), "-d", $"{Number(duration)}s", "--latency"];
        if (cookies is not null)
        {
            arguments.AddRange(["-H", $"Cookie: {cookies}"]);
        }

        var start = cores.Program("wrk", [.. arguments, address.AbsoluteUri]);
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start) ?? throw new BenchmarkException("wrk could not be started.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0 || output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new BenchmarkException($"{address} did not answer as it should: {output}");
        }

        var slowest = Slowest().Match(output);
        return (
            double.Parse(Rate().Match(output).Groups["value"].Value, CultureInfo.InvariantCulture),
            double.Parse(Requests().Match(output).Groups["value"].Value, CultureInfo.InvariantCulture),
            double.Parse(slowest.Groups["value"].Value, CultureInfo.InvariantCulture) * slowest.Groups["unit"].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 });
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Requests/sec:\s+(?<value>[\d.]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"(?<value>\d+) requests in", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Requests();

    [GeneratedRegex(@"99%\s+(?<value>[\d.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Slowest();
}

/// <summary>What wrk saw.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="P99">Milliseconds that 99 of 100 answers took at most.</param>
/// <param name="Processor">Milliseconds of processor time that the site spent on one answer. Holds on a busy machine too.</param>
internal sealed record WrkResult(double PerSecond, double P99, double Processor);
