using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AllianceAuth.Shared.Tests.Caching;

/// <summary>A real Redis on a free loopback port. Forgets everything when it stops.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private readonly int _port = FreePort();
    private Process? _process;
    private string _server = "";

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    public static async Task<RedisServer> StartAsync()
    {
        Skip.IfNot(File.Exists(Program), "redis-server is not installed.");
        var server = new RedisServer();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A Redis that is not there yet.</summary>
    public static RedisServer NotStarted()
    {
        Skip.IfNot(File.Exists(Program), "redis-server is not installed.");
        return new();
    }

    public async Task StartAgainAsync()
    {
        // The shell ends it when our end of the pipe closes, so that it also goes when this process is killed.
        const string Script = """
            trap '' INT TERM HUP
            "$1" --port "$2" --bind 127.0.0.1 --save '' --appendonly no & echo "pid $!"; cat >/dev/null; kill -KILL $!; wait $!
            """;
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "guard", Program, $"{_port}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var ready = new TaskCompletionSource();
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith("pid ", StringComparison.Ordinal) == true)
            {
                _server = line.Data[4..];
            }

            if (line.Data is null || line.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                ready.TrySetResult();
            }
        };
        _process.BeginOutputReadLine();
        await ready.Task;
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Lets it hang: connections stand and nothing answers.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Thaw();
        }

        await StopAsync();
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _server]);
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
