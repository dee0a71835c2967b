using System.Globalization;
using System.Web;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Features.FinishSsoLogin;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Simulator;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.EveOnline.Tests.Support;

/// <summary>The module on its own database beside a simulated EVE, all by one clock. Make one per test.</summary>
internal sealed class EveHarness : IAsyncDisposable
{
    public const string Callback = "https://auth.example.test/sso/callback/";

    /// <summary>Away from downtime.</summary>
    public static readonly DateTimeOffset Start = new(2026, 8, 20, 18, 0, 0, TimeSpan.Zero);

    private readonly EveDatabase _database;
    private readonly List<ServiceProvider> _nodes = [];

    private EveHarness(EveDatabase database, SimulatorHost eve, FakeClock clock)
    {
        (_database, Eve, Clock) = (database, eve, clock);
        Services = AddNode();
    }

    public SimulatorHost Eve { get; }

    public FakeClock Clock { get; }

    /// <summary>The first node.</summary>
    public IServiceProvider Services { get; }

    public ToldEvents Events => Services.GetRequiredService<ToldEvents>();

    public ToldUsers Told => Services.GetRequiredService<ToldUsers>();

    public QueuedJobs Queued => Services.GetRequiredService<QueuedJobs>();

    public static async Task<EveHarness> StartAsync(int extraCharacters = 0, DateTimeOffset? at = null)
    {
        var clock = FakeClock.Still(at ?? Start);
        var database = new EveDatabase();
        await database.InitializeAsync();
        var eve = await SimulatorHost.StartAsync(new SimulatorOptions { Time = clock, Callbacks = [Callback], ExtraCharacters = extraCharacters });
        return new EveHarness(database, eve, clock);
    }

    /// <summary>One more node of the site on the same database, with a memory of its own.</summary>
    public ServiceProvider AddNode(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Site:Url"] = "https://auth.example.test",
            ["Outside:Contact"] = "admin@example.test",
            ["Sso:BaseUrl"] = $"{Eve.Address}/sso",
            ["Sso:ClientId"] = "0123456789abcdef0123456789abcdef",
            ["Sso:ClientSecret"] = "simulated-secret",
            ["Esi:BaseUrl"] = $"{Eve.Address}/esi",
            ["Esi:Retries"] = "0",
        }).AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSettings<SiteSettings>(SiteSettings.Section);
        services.AddSettings<OutsideSettings>(OutsideSettings.Section);
        services.AddTwoLevelCache();
        services.AddLocalization(options => options.ResourcesPath = "Texts");
        services.AddDatabaseAndEvents(_ => _database.ConnectionString, [typeof(EveOnlineModule).Assembly, typeof(TokenAdded).Assembly]);
        new EveOnlineModule().AddServices(services, configuration);
        services.AddSingleton<ISecretProtector, TestProtector>();
        services.AddSingleton<QueuedJobs>();
        services.AddSingleton<IJobQueue>(provider => provider.GetRequiredService<QueuedJobs>());
        services.AddSingleton<ToldUsers>();
        services.AddScoped<IRequestHandler<AllianceAuth.Notifications.Contracts.Notify, Unit>, NotifyHandler>();
        services.AddSingleton<ToldEvents>();
        services.AddSingleton<INotificationHandler<CharacterAffiliationChanged>>(provider => provider.GetRequiredService<ToldEvents>());
        services.AddSingleton<INotificationHandler<TokenAdded>>(provider => provider.GetRequiredService<ToldEvents>());
        services.AddSingleton<INotificationHandler<TokenRevoked>>(provider => provider.GetRequiredService<ToldEvents>());
        services.AddSingleton<TestUser>();
        services.AddSingleton<ICurrentUser>(provider => provider.GetRequiredService<TestUser>());
        var node = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        _nodes.Add(node);
        return node;
    }

    public async Task<T> AskAsync<T>(IRequest<T> request, IServiceProvider? node = null)
    {
        await using var scope = (node ?? Services).CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> act, IServiceProvider? node = null)
        where TService : notnull
    {
        await using var scope = (node ?? Services).CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<T> DbAsync<T>(Func<EveOnlineDb, Task<T>> act) => WithAsync(act);

    public async Task<JobRun> RunAsync<TJob>(string? argument = null, IServiceProvider? node = null)
        where TJob : IBackgroundJob
    {
        await using var scope = (node ?? Services).CreateAsyncScope();
        var run = new JobRun(argument, 1);
        await ActivatorUtilities.GetServiceOrCreateInstance<TJob>(scope.ServiceProvider).RunAsync(run, CancellationToken.None);
        return run;
    }

    public Task DeliverAsync() => Services.GetRequiredService<OutboxDispatcher>().DrainAsync(CancellationToken.None);

    /// <summary>Sends a browser through the SSO as a pilot.</summary>
    /// <returns>What the SSO's answer carried back.</returns>
    public async Task<(string? Code, string State, string? Error)> VisitSsoAsync(Uri authorize, long? character)
    {
        var form = HttpUtility.ParseQueryString(authorize.Query);
        var fields = form.AllKeys.Select(key => KeyValuePair.Create(key!, form[key]!)).ToList();
        fields.Add(character is { } id ? new("character_id", id.ToString(CultureInfo.InvariantCulture)) : new("cancel", "1"));
        using var client = Services.GetRequiredService<IHttpClientFactory>().CreateClient(AllianceAuth.EveOnline.Sso.SsoClient.HttpClientName);
        using var content = new FormUrlEncodedContent(fields);
        using var response = await client.PostAsync(authorize.GetLeftPart(UriPartial.Path), content);
        var back = HttpUtility.ParseQueryString(response.Headers.Location?.Query ?? throw new InvalidOperationException(await response.Content.ReadAsStringAsync()));
        return (back["code"], back["state"]!, back["error"]);
    }

    /// <summary>The whole round trip of a pilot.</summary>
    public async Task<SsoResult> LogInAsync(long character, UserId? user = null, string browser = "browser", params IReadOnlyList<string> scopes)
    {
        var outcome = await FinishAsync(character, user, browser, scopes);
        Assert.Null(outcome.Problem);
        var result = await AskAsync(new TakeSsoResult(browser, TicketOf(outcome)));
        Assert.NotNull(result);
        return result;
    }

    public async Task<SsoLoginOutcome> FinishAsync(long character, UserId? user = null, string browser = "browser", params IReadOnlyList<string> scopes)
    {
        var authorize = await AskAsync(new StartSsoRoundTrip(browser, "/dashboard/?tab=1", scopes.Count > 0 ? scopes : ["publicData"], user));
        var (code, state, error) = await VisitSsoAsync(authorize, character);
        return await AskAsync(new FinishSsoLoginRequest(browser, code, state, error, user));
    }

    public static string TicketOf(SsoLoginOutcome outcome) => HttpUtility.ParseQueryString(outcome.GoTo!.Split('?')[1])["sso"]!;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Eve.DisposeAsync();
        await _database.DisposeAsync();
    }
}

/// <summary>A database with the module's tables.</summary>
internal sealed class EveDatabase : PostgresFixture
{
    protected override async Task PrepareAsync(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDatabaseAndEvents(_ => connectionString, [typeof(TokenAdded).Assembly]);
        services.AddModuleDatabase<EveOnlineDb>(EveOnlineDb.SchemaName);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
    }
}
