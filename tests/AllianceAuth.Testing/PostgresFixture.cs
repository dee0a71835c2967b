using Npgsql;
using Xunit;

namespace AllianceAuth.Testing;

/// <summary>
/// A fresh database of this run's own PostgreSQL. Derive from it and override <see cref="PrepareAsync"/> to have tables in it: the preparation
/// runs once per derived type, every fixture of that type starts from a copy of the result.
/// </summary>
public class PostgresFixture : IAsyncLifetime
{
    /// <summary>How to reach the database. Set once the fixture is initialised.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <inheritdoc />
    public virtual async Task InitializeAsync() =>
        ConnectionString = await TestPostgres.CreateDatabaseAsync(GetType().FullName!, PrepareAsync);

    /// <inheritdoc />
    public virtual async Task DisposeAsync()
    {
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
        await TestPostgres.DropDatabaseAsync(ConnectionString);
    }

    /// <summary>Makes the tables; runs on a template that later fixtures copy.</summary>
    /// <param name="connectionString">The template database.</param>
    protected virtual Task PrepareAsync(string connectionString) => Task.CompletedTask;
}
