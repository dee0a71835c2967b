using System.Diagnostics;
using System.Globalization;
using AllianceAuth.Shared.Infrastructure.Postgres;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AllianceAuth.Shared.Tests.Postgres;

/// <summary>The private server on bad days. The other server is whatever else on the machine is called postgres.</summary>
public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private readonly EmbeddedPostgresOptions _options = new()
    {
        Folder = Directory.CreateTempSubdirectory("aa-embedded-").FullName,
        ServerSettings = ["fsync=off", "max_connections=20", "shared_buffers=16MB"],
    };

    private EmbeddedPostgres _postgres = null!;

    private string PidFile => Path.Combine(_options.Folder, "postgres", "postmaster.pid");

    public async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Root's temporary folders are closed, and the server runs as another user.
            File.SetUnixFileMode(_options.Folder, (UnixFileMode)0b111_101_101);
        }

        _postgres = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _postgres.DisposeAsync();
        Directory.Delete(_options.Folder, recursive: true);
    }

    [Fact]
    public async Task A_server_that_died_is_started_again()
    {
        await KillAsync();

        await _postgres.EnsureRunningAsync(CancellationToken.None);

        Assert.Equal(1, await AnswerAsync());
    }

    [Fact]
    public async Task A_server_that_a_killed_host_left_behind_is_taken_over()
    {
        var before = Pid();

        await using var next = await StartAsync();

        Assert.Equal(before, Pid());
        Assert.Equal(1, await AnswerAsync());
    }

    [Fact]
    public async Task A_server_that_nobody_can_reach_any_more_is_started_again()
    {
        var before = Pid();
        // As a cleaner of temporary files does.
        foreach (var socket in Directory.EnumerateFiles(Path.Combine(_options.Folder, "postgres"), ".s.PGSQL.*"))
        {
            File.Delete(socket);
        }

        await _postgres.EnsureRunningAsync(CancellationToken.None);

        Assert.Equal(1, await AnswerAsync());
        Assert.NotEqual(before, Pid());
    }

    [Fact]
    public async Task A_number_that_now_belongs_to_another_postgres_is_not_taken_for_the_server()
    {
        await using var other = await PostgresCluster.StartNewAsync();
        await KillAsync();
        await PretendAsync(other.ProcessId);

        await _postgres.EnsureRunningAsync(CancellationToken.None);

        Assert.Equal(1, await AnswerAsync());
        Assert.NotEqual(other.ProcessId, Pid());
    }

    [Fact]
    public async Task Stopping_a_server_that_died_stops_no_other()
    {
        await using var other = await PostgresCluster.StartNewAsync();
        await KillAsync();
        await PretendAsync(other.ProcessId);

        await _postgres.DisposeAsync();

        Assert.Equal(1, await AnswerAsync(other.ConnectionStringTo("postgres")));
    }

    private Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(_options, NullLogger.Instance, CancellationToken.None);

    private int Pid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    private async Task KillAsync()
    {
        using var process = Process.GetProcessById(Pid());
        process.Kill();
        await process.WaitForExitAsync();
    }

    // What a restart in a container leaves: a number that somebody else has now.
    private async Task PretendAsync(int pid)
    {
        var lines = await File.ReadAllLinesAsync(PidFile);
        lines[0] = pid.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(PidFile, lines);
    }

    private Task<int> AnswerAsync() => AnswerAsync(_postgres.ConnectionString);

    private static async Task<int> AnswerAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
