using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>Brings all schemas up to date. Several nodes may start at once: the first takes an advisory lock, the others wait and find nothing to do.</summary>
public sealed class MigrationRunner(IServiceScopeFactory scopes, NpgsqlDataSource source, IEnumerable<ModuleDatabase> databases, ILogger<MigrationRunner> logger)
{
    // Any number will do as long as no other program on this database uses it: "AllianceA" in ASCII.
    private const long LockKey = 0x416C_6C69_616E_6365;

    // For Npgsql: the other node's migration takes as long as it takes, too.
    private const int Endless = 0;

    // Rewriting a large table takes as long as it takes; half a migration is no better than a late one.
    private static readonly TimeSpan LongestStatement = TimeSpan.FromHours(6);

    /// <summary>Migrations that have not run yet, as <c>Context: name</c>.</summary>
    public async Task<IReadOnlyList<string>> FindPendingAsync(CancellationToken cancellationToken)
    {
        var pending = new List<string>();
        await using var scope = scopes.CreateAsyncScope();
        foreach (var database in databases)
        {
            var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(database.ContextType);
            // Asking a database that has never been migrated for its history would be logged as an error.
            var missing = await db.GetService<IHistoryRepository>().ExistsAsync(cancellationToken)
                ? await db.Database.GetPendingMigrationsAsync(cancellationToken)
                : db.Database.GetMigrations();
            pending.AddRange(missing.Select(name => $"{db.Schema}: {name}"));
        }

        return pending;
    }

    /// <summary>Runs what is missing and gives the number of migrations that ran.</summary>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var guard = await source.OpenConnectionAsync(cancellationToken);
        await ExecuteAsync(guard, "SELECT pg_advisory_lock($1)", cancellationToken);
        try
        {
            var ran = 0;
            await using var scope = scopes.CreateAsyncScope();
            foreach (var database in databases)
            {
                var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(database.ContextType);
                db.Database.SetCommandTimeout(LongestStatement);
                await MakeHistoryAsync(db, cancellationToken);
                var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
                if (pending.Count > 0)
                {
                    logger.LogInformation("Migrating schema {Schema}: {Migrations}.", db.Schema, pending);
                    await MigrateAsync(db, pending, cancellationToken);
                    ran += pending.Count;
                }
            }

            return ran;
        }
        finally
        {
            await UnlockAsync(guard);
        }
    }

    private static async Task UnlockAsync(NpgsqlConnection guard)
    {
        try
        {
            await ExecuteAsync(guard, "SELECT pg_advisory_unlock($1)", CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The lock went with the connection; what broke that is already on its way to the caller.
        }
    }

    private static async Task MigrateAsync(ModuleDbContext db, IReadOnlyList<string> pending, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        catch (PostgresException e) when (!IsAway(e))
        {
            throw new MigrationFailedException(db.Schema, pending, e);
        }
    }

    // Shutting down, crashed, starting up, or no connection left: nothing is wrong with what it holds.
    private static bool IsAway(PostgresException error) => error.SqlState.StartsWith("57P", StringComparison.Ordinal) || error.SqlState.StartsWith("53", StringComparison.Ordinal);

    /// <summary>Makes schema and history beforehand: EF would find out that they are missing by a statement that fails.</summary>
    private static async Task MakeHistoryAsync(ModuleDbContext db, CancellationToken cancellationToken)
    {
        // The schema is a constant of the module's code; a name cannot be a parameter.
        var makeSchema = $"CREATE SCHEMA IF NOT EXISTS {db.Schema}";
        await db.Database.ExecuteSqlRawAsync(makeSchema, cancellationToken);
        await db.Database.ExecuteSqlRawAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = Endless, Parameters = { new() { Value = LockKey } } };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
