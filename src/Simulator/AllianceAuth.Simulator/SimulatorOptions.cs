using AllianceAuth.Simulator.Discord;

namespace AllianceAuth.Simulator;

/// <summary>How a simulator begins.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>TCP port of TeamSpeak's ServerQuery on the loopback address; 0 takes a free one.</summary>
    public int TeamSpeakPort { get; init; }

    /// <summary>The clock that tokens, caches and limits live by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Same seed, same world.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Plain characters beyond the usual ones, for load tests.</summary>
    public int ExtraCharacters { get; init; }

    /// <summary>The application that is registered from the start: 32 hex digits.</summary>
    public string ClientId { get; init; } = "0123456789abcdef0123456789abcdef";

    /// <summary>Its secret key.</summary>
    public string ClientSecret { get; init; } = "simulated-secret";

    /// <summary>Where that application may send people back to. More can be registered later.</summary>
    public IReadOnlyList<string> Callbacks { get; init; } = [];

    /// <summary>The simulated Discord's application, bot and guild.</summary>
    public DiscordOptions Discord { get; init; } = new();

    /// <summary>
    /// Where grants, signing keys and what the control's page and JSON API did to the world outlive the simulator; null
    /// keeps all of it in memory. Calls of <see cref="Control.SimulatorControl"/> itself are not written down.
    /// </summary>
    public string? StateFile { get; init; }
}
