using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Testing;
using Npgsql;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>One node answers the Mumble server, whatever happens to nodes.</summary>
public sealed class MumbleSeatTests : PostgresFixture
{
    [Fact]
    public async Task Only_one_node_has_it_and_the_next_gets_it_when_it_goes()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        var first = await MumbleSeat.TryTakeAsync(source, default);

        Assert.NotNull(first);
        Assert.Null(await MumbleSeat.TryTakeAsync(source, default));
        Assert.True(await MumbleSeat.IsTakenAsync(source, default));

        await first.DisposeAsync();
        Assert.False(await MumbleSeat.IsTakenAsync(source, default));
        await using var second = await MumbleSeat.TryTakeAsync(source, default);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Who_loses_the_database_loses_the_seat_and_notices()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var first = await MumbleSeat.TryTakeAsync(source, default);

        // Of this database alone: other tests hold such locks in theirs, on the same server.
        await using var kill = source.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        await kill.ExecuteNonQueryAsync();
        await first!.WatchAsync(default);

        await Eventually.TrueAsync(
            async () =>
            {
                await using var next = await MumbleSeat.TryTakeAsync(source, default);
                return next is not null;
            },
            "another node to get the seat");
    }
}
