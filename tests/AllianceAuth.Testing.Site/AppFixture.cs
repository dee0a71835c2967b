using System.Globalization;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Testing.Site;

/// <summary>
/// The real site on a free loopback port, with its own PostgreSQL database and its own simulated EVE. Derive to change settings.
/// Scheduled jobs do not run by themselves: a test runs the one it is about.
/// </summary>
public class AppFixture : IAsyncLifetime
{
    /// <summary>The same on every node of a test's site.</summary>
    public const string MasterKey = "dGVzdHMgb25seTogMzIgYnl0ZXMgb2Yga2V5IDAxMjM=";

    private string _folder = "";
    private string _connectionString = "";
    private Cast? _cast;

    /// <summary>The running site.</summary>
    public WebApplication App { get; private set; } = null!;

    /// <summary>The simulated EVE.</summary>
    public SimulatorHost Eve { get; private set; } = null!;

    /// <summary>Where the site listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The site's services.</summary>
    public IServiceProvider Services => App.Services;

    /// <summary>The site's database.</summary>
    public string ConnectionString => _connectionString;

    /// <summary>Settings that differ from the fixture's own.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    /// <summary>The environment the site runs in.</summary>
    protected virtual string Environment => "Development";

    /// <summary>The clock of the site and of the simulated EVE.</summary>
    protected virtual TimeProvider Clock => TimeProvider.System;

    /// <summary>Adds to the site's services, after all modules.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A browser without script that has never been here.</summary>
    public Visitor NewVisitor() => new(Address);

    /// <summary>Asks the site's services inside a scope of their own.</summary>
    public async Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    /// <summary>Does something with the site's services inside a scope of their own.</summary>
    public Task DoAsync(Func<IServiceProvider, Task> act) => AskAsync(async services =>
    {
        await act(services);
        return true;
    });

    /// <summary>Delivers all events that are due and waits for those the site is delivering by itself at the same moment.</summary>
    public async Task DeliverEventsAsync()
    {
        var outboxes = await ReadAsync<string>(
            "SELECT string_agg(format('SELECT 1 FROM %I.outbox WHERE attempts = 0', table_schema), ' UNION ALL ') FROM information_schema.tables WHERE table_name = 'outbox'");
        await Eventually.TrueAsync(
            async () =>
            {
                await Services.GetRequiredService<OutboxDispatcher>().DrainAsync(CancellationToken.None);
                return await ReadAsync<long>($"SELECT count(*) FROM ({outboxes}) AS waiting") == 0;
            },
            "all events to be delivered");
    }

    /// <summary>Waits until the site has done all jobs that wait in its queue, or those of one name; not for a site that runs none by itself.</summary>
    public Task JobsEndAsync(string name = "%") =>
        Eventually.TrueAsync(async () => await ReadAsync<long>($"SELECT count(*) FROM platform.job_queue WHERE name LIKE '{name}'") == 0, "all jobs to be done");

    /// <summary>Runs one job now, as a node would, by the name it has in history and settings.</summary>
    public Task RunJobAsync(string name, string? argument = null, int attempt = 1) => DoAsync(services => JobsOfSite.Find(services, name).RunAsync(new JobRun(argument, attempt), CancellationToken.None));

    /// <summary>Pilots whom no other test of this fixture uses.</summary>
    public Cast Cast => _cast ??= new Cast(Eve.Universe);

    /// <summary>An English sentence of the site, by its key: what matters to most tests is which one is said, not its words.</summary>
    public string Say(string key, params IReadOnlyList<string> arguments)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return Services.GetRequiredService<Texts>().Say(key, arguments);
    }

    /// <summary>The log as it stands in the data folder.</summary>
    public string ReadLog() => string.Concat(Directory.EnumerateFiles(_folder, "site-*.json", SearchOption.AllDirectories).Select(ReadShared));

    /// <inheritdoc />
    public virtual async Task InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("aa-site-").FullName;
        _connectionString = await CreateDatabaseAsync();
        Eve = await SimulatorHost.StartAsync(new SimulatorOptions { Port = 0, Time = Clock });
        Address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        App = Build(_connectionString, Address);
        await App.StartAsync();
        // The simulated SSO sends people back only to addresses it was told of.
        Eve.Control.RegisterCallback(new Uri(Address, "sso/callback/").AbsoluteUri);
    }

    /// <inheritdoc />
    public virtual async Task DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await Eve.DisposeAsync();
        await DropDatabaseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>One value out of the database, past the code under test.</summary>
    public async Task<T?> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>Makes the site's database with all its tables.</summary>
    protected virtual Task<string> CreateDatabaseAsync() => TestPostgres.CreateDatabaseAsync("site", MigrateAsync);

    /// <summary>Removes the site's database.</summary>
    protected virtual Task DropDatabaseAsync() => TestPostgres.DropDatabaseAsync(_connectionString);

    /// <summary>Starts one more node of the same site.</summary>
    public async Task<(WebApplication Node, Uri Address)> StartNodeAsync()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Find()}/");
        var node = Build(_connectionString, address);
        await node.StartAsync();
        return (node, address);
    }

    /// <summary>Builds one more node of the same site, not started.</summary>
    protected WebApplication Build(string connectionString, Uri address)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Site:Name"] = "Test Auth",
            ["Site:Url"] = address.GetLeftPart(UriPartial.Authority),
            ["Site:Development"] = "true",
            ["Sso:BaseUrl"] = $"{Eve.Address}/sso",
            ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
            ["Sso:ClientSecret"] = "simulated-secret",
            ["Esi:BaseUrl"] = $"{Eve.Address}/esi",
            // A busy machine is no outage.
            ["Esi:PersonWaitsSeconds"] = "20",
            ["Outside:Contact"] = "test@example.test",
            ["EveImages:BaseUrl"] = $"{Eve.Address}/images",
            ["Analytics:BaseUrl"] = $"{Eve.Address}/analytics",
            ["Mail:Mode"] = "mailbox",
            ["Mail:From"] = "auth@example.test",
            ["Registration:VerifyEmail"] = "false",
            ["Logging:Level"] = "Warning",
            ["Jobs:Schedules:*"] = "off",
            ["Secrets:MasterKey"] = MasterKey,
            // A fault that a test provokes must not ring the bells that another one counts.
            ["Notifications:TellErrors"] = "false",
            // All tests come from one address.
            ["Authentication:LoginsPerMinute"] = "100000",
        };
        foreach (var (key, value) in Settings)
        {
            settings[key] = value;
        }

        return SiteHost.Build(
            new SiteOptions
            {
                DataFolder = _folder,
                Urls = address.GetLeftPart(UriPartial.Authority),
                Overrides = settings,
                Clock = Clock,
                Environment = Environment,
                LogToConsole = false,
                ConfigureServices = Configure,
            },
            connectionString);
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Makes all tables in a database that is empty.</summary>
    protected async Task MigrateAsync(string connectionString)
    {
        Eve = await SimulatorHost.StartAsync(new SimulatorOptions { Port = 0 });
        await using var eve = Eve;
        await using var app = Build(connectionString, new Uri("http://127.0.0.1:1/"));
        await app.Services.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
    }
}
