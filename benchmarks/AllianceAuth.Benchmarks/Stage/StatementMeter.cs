using Npgsql;

namespace AllianceAuth.Benchmarks.Stage;

/// <summary>Asks the database itself how many statements it ran and how long it was at work, planning and commits included.</summary>
internal sealed class StatementMeter(NpgsqlDataSource database)
{
    private const int LongestText = 160;

    private const string Read = """
        SELECT coalesce(sum(calls) FILTER (WHERE query !~* '^\s*(begin|commit|rollback|discard|deallocate|set|reset|savepoint|release)'), 0)::bigint,
               coalesce(sum(total_exec_time + total_plan_time), 0) / 1000
        FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query !~ 'pg_stat_statements'
        """;

    private const string Slowest = """
        SELECT calls::bigint, (total_exec_time + total_plan_time) / 1000, regexp_replace(query, '\s+', ' ', 'g')
        FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query !~ 'pg_stat_statements'
        ORDER BY total_exec_time DESC LIMIT 8
        """;

    /// <summary>Forgets what was before.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT pg_stat_statements_reset()");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>What there was since.</summary>
    public async Task<DatabaseWork> StopAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Read);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new DatabaseWork(reader.GetInt64(0), TimeSpan.FromSeconds(reader.GetDouble(1)));
    }

    /// <summary>How often statements like this ran since.</summary>
    public async Task<long> CountAsync(string pattern, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query LIKE $1");
        command.Parameters.Add(new NpgsqlParameter { Value = pattern });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Prints the statements that took longest since, for whoever looks for a cause: only when the environment has BENCH_STATEMENTS.</summary>
    public async Task ExplainAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable("BENCH_STATEMENTS") is null)
        {
            return;
        }

        await using var command = database.CreateCommand(Slowest);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var text = reader.GetString(2);
            Console.WriteLine(FormattableString.Invariant($"    {reader.GetDouble(1),8:N3} s {reader.GetInt64(0),7} × {text[..Math.Min(text.Length, LongestText)]}"));
        }
    }
}

/// <summary>What a piece of work cost the database.</summary>
/// <param name="Statements">Statements, without those that only begin and end transactions.</param>
/// <param name="Time">How long the server was at work, summed over connections.</param>
internal sealed record DatabaseWork(long Statements, TimeSpan Time);
