namespace AllianceAuth.Services.Connectors.Discord.Limits;

/// <summary>Something that all nodes count or wait for together.</summary>
internal sealed class DiscordLimit
{
    /// <summary>The window of all requests.</summary>
    public const string Requests = "requests";

    /// <summary>What a 429 asked for.</summary>
    public const string Backoff = "backoff";

    /// <summary>Discord lets us make no more roles for now.</summary>
    public const string RoleCreation = "role-creation";

    /// <summary>One of the above, or a bucket of Discord's.</summary>
    public string Name { get; set; } = "";

    /// <summary>Requests that still fit before <see cref="Until"/>; less than zero for those that came too late.</summary>
    public int Remaining { get; set; }

    public DateTimeOffset Until { get; set; }
}
