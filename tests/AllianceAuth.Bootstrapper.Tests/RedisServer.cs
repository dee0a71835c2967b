using System.Diagnostics;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>A Redis of this test's own, on a free loopback port.</summary>
internal sealed class RedisServer : IDisposable
{
    public const string Program = "/usr/bin/redis-server";
    private readonly Process _process;

    public RedisServer()
    {
        var port = FreePort.Find();
        Address = $"127.0.0.1:{port}";
        _process = Process.Start(new ProcessStartInfo(Program, ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var ready = new ManualResetEventSlim();
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) == true)
            {
                ready.Set();
            }
        };
        _process.BeginOutputReadLine();
        ready.Wait(TimeSpan.FromSeconds(30));
    }

    public string Address { get; }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
