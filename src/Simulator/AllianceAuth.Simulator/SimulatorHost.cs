using System.Net;
using System.Text.Encodings.Web;
using AllianceAuth.Simulator.Analytics;
using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Esi;
using AllianceAuth.Simulator.Example;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Images;
using AllianceAuth.Simulator.Pages;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.State;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Simulator.Universe;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Json;

namespace AllianceAuth.Simulator;

/// <summary>
/// A running simulator on the loopback address: sign-on under <c>/sso</c>, ESI under <c>/esi</c>, pictures under
/// <c>/images</c>, Google Analytics under <c>/analytics</c>, Discord under <c>/discord</c>, the example service under <c>/example</c>, the control under <c>/control</c>,
/// and TeamSpeak's ServerQuery on a port of its own. Several may run in one process; they share nothing.
/// </summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SigningKeys _keys;
    private readonly StateKeeper? _state;

    private SimulatorHost(WebApplication app, SigningKeys keys, StateKeeper? state, World world, SimulatorControl control, RequestLog requests, CollectedMessages messages)
    {
        _app = app;
        _keys = keys;
        _state = state;
        Universe = world;
        Control = control;
        Requests = requests;
        Messages = messages;
    }

    /// <summary>Where it listens, without a slash at the end: <c>http://127.0.0.1:5100</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Everybody and everything in it.</summary>
    public World Universe { get; }

    /// <summary>Makes things happen.</summary>
    public SimulatorControl Control { get; }

    /// <summary>Who asked for what.</summary>
    public RequestLog Requests { get; }

    /// <summary>Usage statistics that arrived.</summary>
    public CollectedMessages Messages { get; }

    /// <summary>What the simulated Discord holds.</summary>
    public required SimulatedDiscord Discord { get; init; }

    /// <summary>The TeamSpeak 3 server.</summary>
    public SimulatedTeamSpeak TeamSpeak { get; private init; } = null!;

    private QueryListener Query { get; init; } = null!;

    /// <summary>The example service: what it holds, and hands to do by hand what people do.</summary>
    public required SimulatedExample Example { get; init; }

    /// <summary>Starts a simulator. It serves when the task is done, and until it is disposed of.</summary>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var host = Build(options);
        host.Query.Start(options.TeamSpeakPort);
        await host._app.StartAsync();
        host.Address = host._app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return host;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Query.DisposeAsync();
        if (_state is not null)
        {
            await _state.DisposeAsync();
        }

        _keys.Dispose();
    }

    /// <summary>Puts the parts together by hand: so few need no container, and nothing can be shared by accident.</summary>
    private static SimulatorHost Build(SimulatorOptions options)
    {
        // The empty builder reads no environment and no files: a simulator inside a test run is only what its options say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<JsonOptions>(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = null;
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        var app = builder.Build();

        var clock = options.Time;
        var world = new World(options.Seed, options.ExtraCharacters);
        var requests = new RequestLog();
        var messages = new CollectedMessages();
        var settings = new LiveSettings();
        var faults = new FaultPlan();
        var keys = new SigningKeys();
        var tokens = new AccessTokenReader(keys, clock);
        var secrets = new Secrets(options.Seed, clock.GetUtcNow());
        var mint = new TokenMint(keys, secrets, clock);
        var sso = new SsoServer(world, mint, secrets, settings, clock);
        var client = new SsoClient(options.ClientId, options.ClientSecret, "Alliance Auth");
        client.Callbacks.UnionWith(options.Callbacks);
        sso.Register(client);
        var esi = new EsiGateway(world, tokens, settings, new EsiCache(), new ErrorLimit(clock), new RateLimit(clock), clock);
        var example = new SimulatedExample();
        var discord = new DiscordService(options.Discord, world, secrets, settings, clock);
        var control = new SimulatorControl(world, sso, keys, mint, settings, faults, esi, requests, messages, clock, options) { Discord = discord.Control, Example = example };
        var query = new QueryEngine(options.Seed, clock);
        var listener = new QueryListener(query, faults, clock);
        var teamSpeak = new SimulatedTeamSpeak(query, listener);
        control.Attach(query, listener, teamSpeak);

        var actions = new ControlActions(world);
        var journal = new ControlJournal(control, actions, clock);
        var state = options.StateFile is { } path ? Remember(new StateFile(path), options.Seed, journal, sso, keys, discord.Discord, query) : null;

        app.Use(next => http => new RequestRecorder(requests, clock).InvokeAsync(http, next));
        app.Use(next => http => discord.FrontDoor.InvokeAsync(http, next));
        app.Use(next => http => new FaultInjector(faults, clock).InvokeAsync(http, next));
        app.Use(next => http =>
        {
            EsiGateway.Modernise(http);
            DiscordPath.Strip(http);
            return next(http);
        });
        app.UseRouting();
        app.MapGet("/", () => FrontPage.Of(options, world).Page());
        app.MapGet("/simulator.css", FrontPage.Style);
        new SsoEndpoints(sso, keys, tokens, settings, world).Map(app);
        esi.Map(app, [.. CharacterRoutes.All, .. OrganisationRoutes.All, .. UniverseRoutes.All, .. NameRoutes.All]);
        new ImageEndpoints(world, new ImageCache()).Map(app);
        new AnalyticsEndpoints(messages, clock).Map(app);
        new ExampleEndpoints(example).Map(app);
        discord.Map(app);
        new ControlEndpoints(control, actions, journal, world, requests).Map(app);
        new TeamSpeakEndpoints(control, journal, teamSpeak).Map(app);
        return new SimulatorHost(app, keys, state, world, control, requests, messages) { Discord = discord.Discord, TeamSpeak = teamSpeak, Query = listener, Example = example };
    }

    /// <summary>Takes over what the file holds and writes down what comes.</summary>
    private static StateKeeper Remember(StateFile file, int seed, ControlJournal journal, SsoServer sso, SigningKeys keys, SimulatedDiscord discord, QueryEngine query)
    {
        var known = file.TryRead(seed, saved =>
        {
            // First what can be found damaged. Grants come last: a sale or a death that is done again ends those of before.
            keys.Restore(saved.Keys);
            if (saved.TeamSpeak is { } teamSpeak)
            {
                query.Restore(teamSpeak);
            }

            journal.Replay(saved.Actions);
            sso.Restore(saved.Grants);
            discord.Restore(saved.Discord);
        });
        var keeper = new StateKeeper(file, () => new SavedState { Version = SavedState.CurrentVersion, Seed = seed, Actions = journal.Done, Grants = sso.Save(), Keys = keys.Save(), Discord = discord.Save(), TeamSpeak = query.Save() });
        journal.Changed = keeper.Changed;
        sso.Changed = keeper.Changed;
        keys.Changed = keeper.Changed;
        discord.Changed = keeper.Changed;
        query.Changed = keeper.Changed;
        if (!known)
        {
            keeper.Changed();
        }

        return keeper;
    }
}
