using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>The program itself, as an operator starts it.</summary>
internal sealed class SiteProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private SiteProcess(IReadOnlyDictionary<string, string?> settings, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "AllianceAuth.Bootstrapper.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote to the console so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static SiteProcess Start(IReadOnlyDictionary<string, string?> settings, params IEnumerable<string> arguments) => new(settings, arguments);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(IReadOnlyDictionary<string, string?> settings, params IEnumerable<string> arguments)
    {
        using var process = new SiteProcess(settings, arguments);
        using var limit = new CancellationTokenSource(Patience);
        await process._process.WaitForExitAsync(limit.Token);
        return (process._process.ExitCode, process.Said);
    }

    /// <summary>Waits for a line.</summary>
    public Task SaysAsync(string text) => Eventually.TrueAsync(() => Said.Contains(text, StringComparison.Ordinal) || _process.HasExited, $"'{text}'; it said: {Said}", Patience);

    /// <summary>Asks it to end, as a service manager does, and waits until it did.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
