using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>The authenticator of a worker that loses the database for a while.</summary>
public sealed class KeepDoorTests(MurmurdServer server) : PostgresFixture, IClassFixture<MurmurdServer>
{
    [SkippableFact]
    public async Task Logins_are_answered_also_while_the_seat_is_lost()
    {
        Skip.IfNot(MurmurdServer.IsInstalled, MurmurdServer.WhySkipped);
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        var (door, log) = (new Doorkeeper(), new HeardLog<KeepDoor>());
        door.Known["Rena_Okata"] = ("pw-41", new(1_000_000_042, "[TAG]Rena Okata", []));
        using var worker = new KeepDoor(source, door, Options.Create(new MumbleSettings { IcePort = server.IcePort, IceSecret = MurmurdServer.Secret }), log);
        await worker.StartAsync(default);
        await Eventually.TrueAsync(async () => await NumberAsync() == 1_000_000_042, "the worker to answer");

        await using var kill = source.CreateCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
        await kill.ExecuteNonQueryAsync();
        MumbleSeat? another = null;
        await Eventually.TrueAsync(async () => (another = await MumbleSeat.TryTakeAsync(source, default)) is not null, "another node to have the seat");
        await Eventually.TrueAsync(() => log.Lines.Any(l => l.Contains("no longer", StringComparison.Ordinal)), "the worker to notice");
        var number = await NumberAsync();
        await another!.DisposeAsync();
        await worker.StopAsync(default);

        Assert.Equal(1_000_000_042, number);
    }

    private async Task<int> NumberAsync()
    {
        await using var login = await MumbleLogin.TryAsync(server.Port, "Rena_Okata", "pw-41");
        return login.UserId;
    }
}
