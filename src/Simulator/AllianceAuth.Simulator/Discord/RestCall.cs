using System.Globalization;
using System.Text.Json;

namespace AllianceAuth.Simulator.Discord;

/// <summary>One call of the API, as its handler sees it. The guild does not change under it.</summary>
internal sealed class RestCall(SimulatedDiscord discord, HttpRequest http, int version, DiscordGrant? grant, JsonElement? body, DateTimeOffset now)
{
    public SimulatedDiscord Discord => discord;

    public int Version => version;

    public DateTimeOffset Now => now;

    /// <summary>What the user who calls has allowed; null when the bot calls.</summary>
    public DiscordGrant? Grant => grant;

    public IQueryCollection Query => http.Query;

    /// <summary>Whom the bot acts as.</summary>
    public long Actor => discord.BotId;

    /// <exception cref="CallRefusedException">The path names another guild, or the bot is not in it.</exception>
    public Guild Guild => Id("guild") == discord.Options.GuildId && discord.BotIsInGuild ? discord.Guild : throw Refusals.UnknownGuild();

    public DiscordUser User => discord.AllUsers.Find(Id("user")) ?? throw Refusals.UnknownUser();

    public GuildMember Member => Guild.Members.GetValueOrDefault(Id("user")) ?? throw Refusals.UnknownMember();

    public GuildRole Role => Guild.Roles.GetValueOrDefault(Id("role")) ?? throw Refusals.UnknownRole();

    public void Demand(long permission)
    {
        if ((Guild.PermissionsOf(Actor) & permission) == 0)
        {
            throw Refusals.MissingPermissions();
        }
    }

    /// <summary>A snowflake of the path.</summary>
    public long Id(string name) => ToId(http.RouteValues[name] as string) ?? throw NotAnId($"{name}_id", http.RouteValues[name] as string);

    public bool Has(string name) => Field(name) is not null;

    /// <returns>Null when it is absent or null.</returns>
    public string? Text(string name) => Field(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Refusals.InvalidForm(name, "STRING_TYPE_CONVERT", "Could not interpret as string."),
    };

    public bool? Switch(string name) => Field(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Refusals.InvalidForm(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false."),
    };

    /// <summary>A number, or a number as text, as Discord writes permissions.</summary>
    public long? Number(string name) => Field(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { } value when ToId(Plain(value)) is { } number => number,
        { } value => throw Refusals.InvalidForm(name, "NUMBER_TYPE_COERCE", $"Value \"{Plain(value)}\" is not a number."),
    };

    /// <summary>Ids of roles that exist, each once; null when there is no such field.</summary>
    public IReadOnlyList<GuildRole>? Roles(string name)
    {
        if (Field(name) is not { ValueKind: not JsonValueKind.Null } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Refusals.InvalidForm(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        }

        var ids = list.EnumerateArray().Select(v => ToId(Plain(v)) ?? throw NotAnId(name, Plain(v))).Distinct().ToList();
        return ids.Contains(Guild.Id) ? throw Refusals.InvalidRole() : [.. ids.Select(id => Guild.Roles.GetValueOrDefault(id) ?? throw Refusals.UnknownRole())];
    }

    private static CallRefusedException NotAnId(string name, string? value) => Refusals.InvalidForm(name, "NUMBER_TYPE_COERCE", $"Value \"{value}\" is not snowflake.");

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static long? ToId(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private JsonElement? Field(string name) => body is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty(name, out var value) ? value : null;
}
