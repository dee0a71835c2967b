namespace AllianceAuth.Simulator.Discord;

/// <summary>What keeps a Discord user out of a guild.</summary>
public enum DiscordRestriction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Banned from the guild: code 40007.</summary>
    Banned,

    /// <summary>In as many guilds as one may be: code 30001.</summary>
    FullOfGuilds,

    /// <summary>Has to verify the account first: code 40002.</summary>
    Unverified,

    /// <summary>May join no new guilds: code 340015.</summary>
    Restricted,

    /// <summary>The account is gone: code 10013.</summary>
    Deleted,
}

/// <summary>One invented Discord user.</summary>
public sealed record DiscordUser
{
    /// <summary>A snowflake, above 2^53.</summary>
    public required long Id { get; init; }

    /// <summary>Unique; small letters for all but old-style accounts and bots.</summary>
    public required string UserName { get; init; }

    /// <summary><c>0</c>, or four digits for old-style accounts and bots.</summary>
    public string Discriminator { get; init; } = "0";

    /// <summary>Display name; may be missing.</summary>
    public string? GlobalName { get; init; }

    /// <summary>Not a person.</summary>
    public bool IsBot { get; init; }

    /// <summary>The EVE account of the same player; null for bots.</summary>
    public int? AccountId { get; init; }

    /// <summary>What keeps this user out, if anything.</summary>
    public DiscordRestriction Restriction { get; init; }

    /// <summary>As people see it: <c>maren.ostvik</c>, or <c>Old Hand#0420</c>.</summary>
    public string Tag => Discriminator == "0" ? UserName : $"{UserName}#{Discriminator}";
}
