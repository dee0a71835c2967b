using System.Net.Sockets;
using AllianceAuth.Shared.Web.Errors;
using Npgsql;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Knows the faults that mean "the database is away", which is a pause and not a fault of ours.</summary>
internal sealed class DatabaseAway : IOutage
{
    /// <summary>Whether a fault comes from a database that cannot be reached, is starting or shutting down.</summary>
    public bool Explains(Exception fault) => fault switch
    {
        // 57P01..03: shutting down, crashed, starting up; 53300: too many connections.
        PostgresException postgres => postgres.SqlState.StartsWith("57P0", StringComparison.Ordinal) || postgres.SqlState == PostgresErrorCodes.TooManyConnections,
        NpgsqlException or SocketException => true,
        _ => fault.InnerException is { } inner && Explains(inner),
    };
}
