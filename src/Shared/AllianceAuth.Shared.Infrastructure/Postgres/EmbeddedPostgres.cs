using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Postgres;

/// <summary>
/// A private PostgreSQL server in a folder, reached through a Unix socket that only its owner can open. Used when no connection string is set,
/// so that demo, tests and small sites need nothing installed.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string Database = "alliance_auth";

    // A Unix socket's path may have 107 bytes; PostgreSQL adds "/.s.PGSQL.5432".
    private const int LongestSocketFolder = 92;

    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);

    private readonly PostgresBinaries _binaries;
    private readonly EmbeddedPostgresOptions _options;
    private readonly ILogger _logger;
    private readonly string _cluster;
    private readonly string _socketFolder;
    private readonly bool _owner;

    private EmbeddedPostgres(PostgresBinaries binaries, EmbeddedPostgresOptions options, ILogger logger, bool owner)
    {
        _binaries = binaries;
        _options = options;
        _logger = logger;
        _owner = owner;
        _cluster = Path.Combine(options.Folder, "postgres");
        _socketFolder = SocketFolderOf(_cluster);
    }

    /// <summary>Connects to the site's own database as the cluster's only role.</summary>
    public string ConnectionString => ConnectionStringFor(Database);

    /// <summary>
    /// Starts the server in <see cref="EmbeddedPostgresOptions.Folder"/>, making it first when the folder is new. A server that a killed host
    /// left running is taken over.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be started; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var postgres = new EmbeddedPostgres(PostgresBinaries.Find(options.BinariesFolder), options, logger, owner: true);
        await postgres.StartServerAsync(cancellationToken);
        return postgres;
    }

    /// <summary>Uses the server that another process started in the folder, and leaves it running.</summary>
    public static EmbeddedPostgres Join(EmbeddedPostgresOptions options, ILogger logger) =>
        new(PostgresBinaries.Find(options.BinariesFolder), options, logger, owner: false);

    /// <summary>Starts the server again if it died. Cheap when it lives.</summary>
    public async Task EnsureRunningAsync(CancellationToken cancellationToken)
    {
        if (_owner && !await IsReachableAsync(isSure: false, cancellationToken))
        {
            _logger.LogWarning("The embedded PostgreSQL does not answer. Starting it again.");
            await StartServerAsync(cancellationToken);
        }
    }

    /// <summary>The connection string of another database of this server.</summary>
    public string ConnectionStringFor(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _socketFolder,
        Username = Database,
        Database = database,
        MaxPoolSize = _options.MaxPoolSize,
        IncludeErrorDetail = true,
    }.ConnectionString;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_owner && FindOwnProcess() is { } pid && await StopServerAsync() is { } problem)
        {
            _logger.LogWarning("The embedded PostgreSQL, process {Pid}, did not stop in {Limit}: {Problem}", pid, LongestStop, problem);
        }
    }

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(_cluster, "PG_VERSION")))
        {
            await MakeClusterAsync(cancellationToken);
        }

        _binaries.MakeFolder(_cluster);
        var pid = FindOwnProcess();
        if (await IsReachableAsync(isSure: pid is null, cancellationToken))
        {
            _logger.LogInformation("Taking over the PostgreSQL that is already running in {Cluster}.", _cluster);
        }
        else
        {
            if (pid is not null)
            {
                _logger.LogWarning("The PostgreSQL of {Cluster}, process {Pid}, runs and cannot be reached. Restarting it.", _cluster, pid);
                await StopServerAsync();
            }
            else
            {
                // The number in it may belong to somebody else by now: PostgreSQL would take that for a running server and refuse to start.
                File.Delete(PidFile);
            }

            await StartClusterAsync(cancellationToken);
        }

        await MakeDatabaseAsync(cancellationToken);
    }

    private async Task MakeClusterAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("Making a PostgreSQL cluster in {Cluster}.", _cluster);
        // Made beside and moved when whole: a kill in the middle leaves nothing that looks like a cluster.
        var making = $"{_cluster}.making";
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        _binaries.MakeFolder(making);
        // Only the owner of the folder can reach the socket, so "trust" trusts nobody but us.
        await RunOrThrowAsync("initdb", ["-D", making, "-U", Database, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"], cancellationToken);
        if (Directory.Exists(_cluster))
        {
            if (Directory.EnumerateFileSystemEntries(_cluster).Any())
            {
                throw new EmbeddedPostgresException($"{_cluster} holds files but is no PostgreSQL cluster (PG_VERSION is missing). Restore it from a backup, or move it away to begin anew.");
            }

            Directory.Delete(_cluster);
        }

        Directory.Move(making, _cluster);
    }

    private async Task StartClusterAsync(CancellationToken cancellationToken)
    {
        if (_socketFolder != _cluster)
        {
            _binaries.MakeFolder(_socketFolder);
        }

        var settings = string.Join(' ', _options.ServerSettings.Append("listen_addresses=''").Append($"unix_socket_directories='{_socketFolder}'").Append("unix_socket_permissions=0700").Select(s => $"-c {s}"));
        await RunOrThrowAsync("pg_ctl", ["start", "-D", _cluster, "-w", "-t", "60", "-l", Path.Combine(_cluster, "server.log"), "-o", settings], cancellationToken);
    }

    private async Task MakeDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringFor("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = Database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE {Database}", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private string PidFile => Path.Combine(_cluster, "postmaster.pid");

    /// <summary>The process that wrote the cluster's pid file, or null. A number alone proves nothing: after a restart it may be anybody's.</summary>
    private int? FindOwnProcess()
    {
        try
        {
            return File.ReadLines(PidFile).Take(2).ToList() is [var number, var folder]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && PostgresBinaries.Serves(pid, folder) ? pid : null;
        }
        catch (IOException)
        {
            // Not there, or going away this moment.
            return null;
        }
    }

    /// <summary>Whether somebody listens on our socket: only a server of this cluster can.</summary>
    /// <param name="isSure">False where a server that is just busy may be there: it is given a second.</param>
    /// <param name="cancellationToken">Cancels.</param>
    private async Task<bool> IsReachableAsync(bool isSure, CancellationToken cancellationToken)
    {
        for (var left = isSure ? 0 : 5; ; left--)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(_socketFolder, ".s.PGSQL.5432")), cancellationToken);
                return true;
            }
            catch (SocketException) when (left > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    /// <returns>What went wrong, or null.</returns>
    private async Task<string?> StopServerAsync()
    {
        var limit = LongestStop.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var (exitCode, output) = await _binaries.RunAsync("pg_ctl", _cluster, ["stop", "-D", _cluster, "-m", "fast", "-w", "-t", limit], CancellationToken.None);
        return exitCode == 0 ? null : output.Trim();
    }

    private async Task RunOrThrowAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await _binaries.RunAsync(program, _cluster, arguments, cancellationToken);
        if (exitCode != 0)
        {
            var log = Path.Combine(_cluster, "server.log");
            var last = File.Exists(log) ? string.Join(Environment.NewLine, File.ReadLines(log).TakeLast(5)) : "";
            throw new EmbeddedPostgresException($"{program} failed with exit code {exitCode} in {_cluster}. {output.Trim()} {last}".Trim());
        }
    }

    private static string SocketFolderOf(string cluster) => cluster.Length <= LongestSocketFolder
        ? cluster
        : Path.Combine(Path.GetTempPath(), "alliance-auth-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cluster)))[..16]);
}

/// <summary>Where and how an embedded server runs.</summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>Absolute folder; the cluster becomes its subfolder <c>postgres</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Folder with <c>bin/postgres</c>; null to look for the npm package upwards from the program.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Server settings as <c>name=value</c>.</summary>
    public IReadOnlyList<string> ServerSettings { get; init; } = ["max_connections=120", "shared_buffers=128MB"];

    /// <summary>Connections this process opens at most.</summary>
    public int MaxPoolSize { get; init; } = 60;
}

/// <summary>The embedded server cannot be used; the message says why and what to do.</summary>
public sealed class EmbeddedPostgresException(string message) : Exception(message);
