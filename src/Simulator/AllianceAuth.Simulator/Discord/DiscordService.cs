using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The parts of the simulated Discord, put together.</summary>
internal sealed class DiscordService
{
    private readonly World _world;
    private readonly TimeProvider _clock;
    private readonly DiscordOAuth _oauth;
    private readonly DiscordLimits _limits;
    private readonly StormPlan _storms = new();
    private readonly WaitLedger _ledger;

    public DiscordService(DiscordOptions options, World world, Secrets secrets, LiveSettings settings, TimeProvider clock)
    {
        (_world, _clock) = (world, clock);
        Discord = new(options, world, clock);
        _oauth = new(Discord, secrets, clock);
        _limits = new(Discord, settings, clock);
        _ledger = new(clock);
        Control = new(Discord, _oauth, _limits, _storms, _ledger, clock);
        FrontDoor = new(Discord, _limits, _ledger);
    }

    public SimulatedDiscord Discord { get; }

    public DiscordControl Control { get; }

    public DiscordFrontDoor FrontDoor { get; }

    public void Map(IEndpointRouteBuilder routes)
    {
        new DiscordPage(Discord, Control, _limits, _world, _clock).Map(routes);
        new DiscordOAuthEndpoints(Discord, _oauth, _world).Map(routes);
        new DiscordGateway(Discord, _limits, _storms, _ledger, _clock).Map(routes);
    }
}
