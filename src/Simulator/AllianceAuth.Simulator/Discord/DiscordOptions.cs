namespace AllianceAuth.Simulator.Discord;

/// <summary>The application, the bot and the guild that the simulated Discord begins with.</summary>
public sealed record DiscordOptions
{
    /// <summary>Application id; the bot's user has the same one, as with all newer applications.</summary>
    public long ClientId { get; init; } = 1045762938451230721;

    /// <summary>The application's client secret.</summary>
    public string ClientSecret { get; init; } = "simulated-discord-secret";

    /// <summary>What the bot says who it is with, until the control resets it.</summary>
    public string BotToken { get; init; } = "simulated-bot-token";

    /// <summary>The one guild there is.</summary>
    public long GuildId { get; init; } = 1045770012845572096;

    /// <summary>Whether the bot is in the guild from the start, as an administrator with its role on top; otherwise somebody has to invite it.</summary>
    public bool BotIsInGuild { get; init; } = true;

    /// <summary>Where the application may send people back to, equal to the last character.</summary>
    public IReadOnlyList<string> Callbacks { get; init; } = [];
}
