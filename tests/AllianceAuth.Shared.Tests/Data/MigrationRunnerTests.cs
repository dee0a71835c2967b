using AllianceAuth.Shared.Infrastructure.Data;
using Npgsql;

namespace AllianceAuth.Shared.Tests.Data;

public sealed class MigrationRunnerTests(PlatformFixture site) : IClassFixture<PlatformFixture>
{
    private const long LockKey = 0x416C_6C69_616E_6365;

    [Fact]
    public async Task A_node_waits_for_another_s_migrations_for_as_long_as_they_take()
    {
        await using var node = PlatformFixture.BuildNode(site.ConnectionString + ";Command Timeout=1", null);
        await using var other = new NpgsqlConnection(site.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        await ExecuteAsync(other, $"SELECT pg_advisory_lock({LockKey})");

        var migrating = node.Get<MigrationRunner>().MigrateAsync(default);
        // By the server's clock, longer than a statement of that node may take.
        await ExecuteAsync(other, "SELECT pg_sleep(4)");
        await ExecuteAsync(other, $"SELECT pg_advisory_unlock({LockKey})");

        Assert.Equal(0, await migrating);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
