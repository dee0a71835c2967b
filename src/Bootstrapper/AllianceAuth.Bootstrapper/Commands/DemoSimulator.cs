using System.Diagnostics;
using System.Globalization;
using AllianceAuth.Bootstrapper.Hosting;

namespace AllianceAuth.Bootstrapper.Commands;

/// <summary>The simulated EVE as a process of its own: the product does not contain it, and it ends with us however we end.</summary>
internal sealed class DemoSimulator : IDisposable
{
    private const string Assembly = "AllianceAuth.Simulator";
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private DemoSimulator(Process process, string address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Its address without trailing slash.</summary>
    public string Address { get; }

    /// <param name="port">Where it listens.</param>
    /// <param name="teamSpeakPort">Where its TeamSpeak takes ServerQuery.</param>
    /// <param name="site">The site's address: people are sent back there.</param>
    /// <param name="dataFolder">It remembers grants and the changes of its world in a file there, as the site does in its database.</param>
    public static DemoSimulator Start(int port, int teamSpeakPort, string site, string dataFolder)
    {
        var program = FindProgram()
            ?? throw new SiteStartException($"The simulated EVE is not built. Start the demo with ./auth demo, or build the project {Assembly}.");
        var state = Path.GetFullPath(Path.Combine(dataFolder, "simulator.json"));
        var start = new ProcessStartInfo("dotnet", [program, "--port", port.ToString(CultureInfo.InvariantCulture), "--teamspeak-port", teamSpeakPort.ToString(CultureInfo.InvariantCulture), "--site", site, "--state", state, "--exit-with-stdin"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new SiteStartException("The simulated EVE could not be started.");
        // Read, or it would wait once the pipe is full.
        process.BeginOutputReadLine();
        return new DemoSimulator(process, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler();
        using var probe = new HttpMessageInvoker(handler);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestStart);
        while (true)
        {
            if (_process.HasExited)
            {
                throw new SiteStartException($"The simulated EVE stopped at start. Its address is {Address}; another program may use that port: choose another with --port.");
            }

            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Address);
                using var answer = await probe.SendAsync(request, limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
            }
        }
    }

    public void Dispose()
    {
        // The end of its input lets it write down what it remembers and go.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(LongestEnd))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Beside the site in the same build's output.</summary>
    private static string? FindProgram()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var beside = Path.Combine(here.Parent!.Parent!.FullName, Assembly, here.Name, $"{Assembly}.dll");
        return File.Exists(beside) ? beside : null;
    }
}
