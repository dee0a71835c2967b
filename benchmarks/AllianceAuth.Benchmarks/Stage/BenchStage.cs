using System.Globalization;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Postgres;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Example;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AllianceAuth.Benchmarks.Stage;

/// <summary>What all measurements stand on: a database with a large alliance in it, and a simulated EVE that knows the same pilots. Gone when disposed of.</summary>
internal sealed class BenchStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly EmbeddedPostgres _postgres;

    private BenchStage(DirectoryInfo folder, EmbeddedPostgres postgres, SimulatorHost eve, StageOptions options, Cores cores)
    {
        (_folder, _postgres, Eve, Options, Cores) = (folder, postgres, eve, options, cores);
        Database = NpgsqlDataSource.Create(postgres.ConnectionString);
    }

    public StageOptions Options { get; }

    public Cores Cores { get; }

    public SimulatorHost Eve { get; }

    /// <summary>The benchmark's own way into the site's database.</summary>
    public NpgsqlDataSource Database { get; }

    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>Folder of the site's keys and logs: the same for every start, so that a session outlives them.</summary>
    public string SiteFolder => Path.Combine(_folder.FullName, "site");

    /// <summary>The user that signs in: one of the seeded, with as many characters and groups as the others.</summary>
    public static long Pilot => LargeAlliance.FirstCharacter;

    public static async Task<BenchStage> RaiseAsync(StageOptions options, Cores cores, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("aa-bench-");
        if (!OperatingSystem.IsWindows())
        {
            // Root's temporary folders are closed, and the server runs as another user.
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_101);
        }

        // What the site ships with, and the server's own count of statements and their time.
        var shipped = new EmbeddedPostgresOptions { Folder = folder.FullName };
        var settings = new EmbeddedPostgresOptions
        {
            Folder = folder.FullName,
            ServerSettings = [.. shipped.ServerSettings, "shared_preload_libraries=pg_stat_statements", "pg_stat_statements.track_planning=on"],
        };
        var postgres = await EmbeddedPostgres.StartAsync(settings, NullLogger.Instance, cancellationToken);
        var eve = await SimulatorHost.StartAsync(new SimulatorOptions { Port = 0, ExtraCharacters = options.Characters });
        var stage = new BenchStage(folder, postgres, eve, options, cores);
        try
        {
            await stage.FillAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The site inside this process, not started: for work that no request asks for. Nothing happens in it by itself.</summary>
    public WebApplication BuildSite() => SiteHost.Build(
        new SiteOptions { DataFolder = SiteFolder, Overrides = SiteSettingsOf("http://127.0.0.1:1"), LogToConsole = false },
        ConnectionString);

    /// <summary>The site as a process of its own, as an operator starts it.</summary>
    /// <param name="changes">Settings that differ from the usual.</param>
    /// <param name="environment">Production or Development.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<SiteProcess> StartSiteAsync(CancellationToken cancellationToken, string environment = "Production", IReadOnlyDictionary<string, string?>? changes = null)
    {
        var address = SiteProcess.FreeAddress();
        Eve.Control.RegisterCallback(new Uri(address, "sso/callback/").AbsoluteUri);
        var settings = SiteSettingsOf(address.GetLeftPart(UriPartial.Authority));
        settings["Database:ConnectionString"] = ConnectionString;
        foreach (var (name, value) in changes ?? new Dictionary<string, string?>())
        {
            settings[name] = value;
        }

        return await SiteProcess.StartAsync(Cores, SiteFolder, address, environment, settings, cancellationToken);
    }

    /// <summary>Makes the pilot who signs in a superuser, or one like the others again.</summary>
    public Task SetAdministratorAsync(bool yes, CancellationToken cancellationToken) => ExecuteAsync(
        $"UPDATE authentication.users SET is_staff = {yes}, is_superuser = {yes} WHERE main_character_id = {Pilot.ToString(CultureInfo.InvariantCulture)}",
        cancellationToken);

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Eve.DisposeAsync();
        await Database.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await using (var site = BuildSite())
        {
            await site.Services.GetRequiredService<MigrationRunner>().MigrateAsync(cancellationToken);
        }

        await LargeAlliance.SettleAsync(this, cancellationToken);
    }

    private Dictionary<string, string?> SiteSettingsOf(string address) => new(StringComparer.Ordinal)
    {
        ["Site:Name"] = "Lanternfall Auth",
        ["Site:Url"] = address,
        ["Sso:BaseUrl"] = $"{Eve.Address}/sso",
        ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
        ["Sso:ClientSecret"] = "simulated-secret",
        ["Esi:BaseUrl"] = $"{Eve.Address}/esi",
        ["Esi:ContactEmail"] = "bench@example.test",
        ["Services:Example:BaseUrl"] = $"{Eve.Address}/example",
        ["Services:Example:Key"] = SimulatedExample.Key,
        ["EveImages:BaseUrl"] = $"{Eve.Address}/images",
        ["Mail:Mode"] = "mailbox",
        ["Mail:From"] = "auth@example.test",
        ["Registration:VerifyEmail"] = "false",
        ["Logging:Level"] = "Warning",
        // The load comes from one address.
        ["Authentication:LoginsPerMinute"] = "100000",
        // Jobs run when a measurement is about them.
        ["Jobs:Schedules:*"] = "off",
    };
}
