using System.Diagnostics;
using System.Net.Sockets;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>A real Mumble server of this test's own, on free loopback ports. It can be stopped and started again with what it knows.</summary>
public class MurmurdServer : IAsyncLifetime, IDisposable
{
    public const string Program = "/usr/sbin/murmurd";
    public const string WhySkipped = $"There is no {Program}. Debian's package mumble-server brings it; ./auth test installs it.";
    public const string Secret = "hunter2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murmurd-");
    private Process? _process;

    public int Port { get; } = FreePort.Find();

    public int IcePort { get; } = FreePort.Find();

    /// <summary>Further lines of its ini file.</summary>
    protected virtual string MoreSettings => "";

    public static bool IsInstalled => OperatingSystem.IsLinux() && File.Exists(Program);

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || !IsInstalled)
        {
            return;
        }

        // It leaves root for a user of its own, who must be able to write here.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0x1FF);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "murmur.ini"),
            $"""
            database={_folder.FullName}/murmur.sqlite
            ice="tcp -h 127.0.0.1 -p {IcePort}"
            icesecretwrite={Secret}
            host=127.0.0.1
            port={Port}
            bonjour=false
            autobanAttempts=0
            logfile=
            pidfile=
            {MoreSettings}
            """);
        await StartAsync();
    }

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-ini", Path.Combine(_folder.FullName, "murmur.ini"), "-fg"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(async () => await ListensAsync(IcePort) && await ListensAsync(Port), "murmurd to listen", TimeSpan.FromSeconds(60));
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    public void Dispose()
    {
        _process?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>One as docs/mumble.md sets it up: reading by Ice takes a secret too, and without an authenticator nobody comes in.</summary>
public sealed class GuardedMurmurdServer : MurmurdServer
{
    protected override string MoreSettings => "icesecretread=reader\nforceExternalAuth=true";
}
