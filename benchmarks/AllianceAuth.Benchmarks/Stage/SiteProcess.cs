using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AllianceAuth.Benchmarks.Load;

namespace AllianceAuth.Benchmarks.Stage;

/// <summary>The site in a process of its own, so that its memory and its processors are its alone.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private Task _reading = Task.CompletedTask;

    private SiteProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port).Uri;
    }

    public static async Task<SiteProcess> StartAsync(
        Cores cores, string folder, Uri address, string environment, IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken cancellationToken)
    {
        var start = cores.Program("dotnet", [Path.Combine(AppContext.BaseDirectory, "..", "..", "AllianceAuth.Bootstrapper", "release", "AllianceAuth.Bootstrapper.dll"), "serve", "--data", folder, "--urls", address.GetLeftPart(UriPartial.Authority)]);
        start.RedirectStandardOutput = true;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start) ?? throw new BenchmarkException("The site could not be started.");
        var site = new SiteProcess(process, address);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestStart);
        try
        {
            await site.WaitUntilReadyAsync(limit.Token);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>How long its threads have been at work so far.</summary>
    public TimeSpan ReadProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Megabytes of its memory: all that is resident, and of that what is its alone (not files shared with others).</summary>
    public async Task<SiteMemory> ReadMemoryAsync(CancellationToken cancellationToken)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/smaps_rollup", cancellationToken);
        double Sum(params string[] names) => names.Sum(name => lines
            .Where(l => l.StartsWith($"{name}:", StringComparison.Ordinal))
            .Sum(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024));
        return new SiteMemory(Sum("Rss"), Sum("Private_Clean", "Private_Dirty"));
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        List<string> said = [];
        while (await _process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("Ready:", StringComparison.Ordinal))
            {
                // Read on, or it would wait once the pipe is full.
                _reading = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return;
            }

            said.Add(line);
        }

        throw new BenchmarkException($"The site did not start: {string.Join(Environment.NewLine, said)}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await _reading;

        _process.Dispose();
    }
}

/// <summary>Megabytes of a process.</summary>
/// <param name="Resident">All of it that is in memory.</param>
/// <param name="Private">Of that, what no other process shares.</param>
internal sealed record SiteMemory(double Resident, double Private);
