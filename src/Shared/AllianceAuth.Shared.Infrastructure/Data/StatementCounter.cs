using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>Counts SQL commands: for everybody as a metric, and for one piece of work where somebody asked for it (a request in development, a test).</summary>
public sealed class StatementCounter : DbCommandInterceptor, IDisposable
{
    private static readonly AsyncLocal<StatementTally?> Current = new();
    private readonly Meter _meter = new("AllianceAuth.Sql");
    private readonly Counter<long> _commands;

    /// <summary>Makes the counter.</summary>
    public StatementCounter() => _commands = _meter.CreateCounter<long>("allianceauth.sql.commands");

    /// <summary>Starts a tally of what the current asynchronous flow sends from here on.</summary>
    public static StatementTally Begin() => Current.Value = new StatementTally();

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Count(command);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Count(command);
        return ValueTask.FromResult(result);
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Count(command);
        return ValueTask.FromResult(result);
    }

    private void Count(DbCommand command)
    {
        _commands.Add(1);
        Current.Value?.Add(command.CommandText);
    }
}

/// <summary>What one piece of work sent to the database.</summary>
public sealed class StatementTally
{
    private readonly List<string> _statements = [];

    /// <summary>The commands' texts, in order.</summary>
    public IReadOnlyList<string> Statements
    {
        get
        {
            lock (_statements)
            {
                return [.. _statements];
            }
        }
    }

    internal void Add(string statement)
    {
        lock (_statements)
        {
            _statements.Add(statement);
        }
    }
}
