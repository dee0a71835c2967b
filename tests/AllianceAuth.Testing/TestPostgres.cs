using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;

namespace AllianceAuth.Testing;

/// <summary>One private PostgreSQL for the whole test run, started at the first question and stopped when the test process ends.</summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<PostgresCluster>> Cluster = new(PostgresCluster.StartNewAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);
    private static readonly SemaphoreSlim Copying = new(1, 1);
    private static int _count;

    /// <summary>Makes an empty database.</summary>
    public static Task<string> CreateDatabaseAsync() => CreateAsync("template0");

    /// <summary>Makes a copy of a template that is prepared once per key.</summary>
    /// <param name="templateKey">Names the preparation.</param>
    /// <param name="prepare">Makes the tables, given the connection string of the template.</param>
    public static async Task<string> CreateDatabaseAsync(string templateKey, Func<string, Task> prepare)
    {
        var template = await Templates.GetOrAdd(templateKey, _ => new(() => PrepareTemplateAsync(prepare))).Value;
        return await CreateAsync(template);
    }

    /// <summary>The server itself, for tests that stop and start it.</summary>
    public static Task<PostgresCluster> ServerAsync() => Cluster.Value;

    /// <summary>Drops a database and throws out whoever is still connected.</summary>
    public static async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
    }

    /// <summary>Runs one statement on a database, past the code under test.</summary>
    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> PrepareTemplateAsync(Func<string, Task> prepare)
    {
        var connectionString = await CreateAsync("template0");
        await prepare(connectionString);
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        // A template must have no connections; pools that the preparation made elsewhere would hold some.
        await ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return name;
    }

    private static async Task<string> CreateAsync(string template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _count)}");
        await Copying.WaitAsync();
        try
        {
            await ExecuteAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
        }
        finally
        {
            Copying.Release();
        }

        return (await Cluster.Value).ConnectionStringTo(name);
    }

    private static async Task ExecuteAsync(string sql) => await ExecuteAsync((await Cluster.Value).ConnectionStringTo("postgres"), sql);
}
