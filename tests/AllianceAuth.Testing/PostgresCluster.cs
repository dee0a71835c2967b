using System.Diagnostics;
using System.Globalization;
using AllianceAuth.Shared.Infrastructure.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceAuth.Testing;

/// <summary>A private PostgreSQL in a temporary folder. Ends with this process, however that ends.</summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly EmbeddedPostgresOptions _options = new()
    {
        Folder = Directory.CreateTempSubdirectory("aa-pg-").FullName,
        // Nothing here must outlive a power cut; a commit must outlive StopAsync, so synchronous_commit stays on.
        ServerSettings = ["fsync=off", "full_page_writes=off", "max_connections=300", "shared_buffers=64MB"],
        MaxPoolSize = 30,
    };

    private EmbeddedPostgres? _server;
    private Process? _guard;

    private PostgresCluster()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Root's temporary folders are closed, and the server runs as another user.
            File.SetUnixFileMode(_options.Folder, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>Starts a server with nothing in it.</summary>
    public static async Task<PostgresCluster> StartNewAsync()
    {
        var cluster = new PostgresCluster();
        await cluster.StartAgainAsync();
        return cluster;
    }

    /// <summary>How to reach one of its databases.</summary>
    public string ConnectionStringTo(string database) => _server!.ConnectionStringFor(database);

    /// <summary>Number of the server's process.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(_options.Folder, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Stops the server as a crash would.</summary>
    public async Task StopAsync()
    {
        if (_guard is { } guard)
        {
            _guard = null;
            await guard.StandardInput.WriteLineAsync("stop");
            guard.StandardInput.Close();
            await guard.WaitForExitAsync();
        }
    }

    /// <summary>Starts the server on the data it had.</summary>
    public async Task StartAgainAsync()
    {
        _server = await EmbeddedPostgres.StartAsync(_options, NullLogger.Instance, CancellationToken.None);
        // Ends the server when told to, and also, with its folder, when our end of the pipe closes because this process ended or was killed.
        const string Script = """
            trap '' INT TERM HUP
            pid=$(head -n 1 "$1/postgres/postmaster.pid"); read -r why; kill -QUIT "$pid"
            while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
            [ "$why" = stop ] || rm -rf "$1"
            """;
        _guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, "guard", _options.Folder]) { RedirectStandardInput = true, UseShellExecute = false })!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_options.Folder, recursive: true);
    }
}
