using Npgsql;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>
/// The right to be the one node that answers the Mumble server: a lock that the database gives to one connection at a time and takes back by itself
/// when that connection dies.
/// </summary>
internal sealed class MumbleSeat : IAsyncDisposable
{
    // "Mumble" in hex; no other lock of the site has this number.
    public const long Key = 0x4D75_6D62_6C65;

    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(5);

    private readonly NpgsqlConnection _connection;

    private MumbleSeat(NpgsqlConnection connection) => _connection = connection;

    /// <returns>Null when another node has it.</returns>
    public static async Task<MumbleSeat?> TryTakeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = Key } } };
            if (await take.ExecuteScalarAsync(cancellationToken) is true)
            {
                return new(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>Whether any node has it.</summary>
    public static async Task<bool> IsTakenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var look = source.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND classid = $1 AND objid = $2 AND objsubid = 1)");
        look.Parameters.Add(new() { Value = (uint)(Key >> 32), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid });
        look.Parameters.Add(new() { Value = unchecked((uint)Key), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid });
        return await look.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Ends when the connection, and with it the seat, is lost.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookAfter, cancellationToken);
                await using var alive = new NpgsqlCommand("SELECT 1", _connection) { CommandTimeout = (int)LookAfter.TotalSeconds };
                await alive.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            // Lost, or nobody wants to know any more.
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The connection goes back to the pool, which forgets locks only when it is asked for the next time.
        try
        {
            await using var give = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", _connection) { Parameters = { new() { Value = Key } } };
            await give.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            // It died, and the lock with it.
        }

        await _connection.DisposeAsync();
    }
}
