using System.Text.Json;
using System.Text.Json.Serialization;

namespace AllianceAuth.Services.Connectors.Discord.Api;

/// <summary>How Discord writes: snake case, and ids as text, since they are larger than what JavaScript calls a number.</summary>
internal static class DiscordJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

/// <summary>A user of Discord.</summary>
internal sealed record DiscordPerson(long Id, string Username, string? Discriminator, bool Bot = false);

/// <summary>The server.</summary>
internal sealed record DiscordGuild(long Id, string Name, long OwnerId);

/// <summary>A role of the server.</summary>
/// <param name="Id">That of the server for the role that everybody has.</param>
/// <param name="Name">Need not be unique.</param>
/// <param name="Position">Higher is above; equal ones go by their id, the older above.</param>
/// <param name="Managed">Of a bot, an integration or of boosters: nobody gives or takes it by hand.</param>
/// <param name="Permissions">Bits.</param>
internal sealed record DiscordRole(long Id, string Name, int Position, bool Managed, long Permissions);

/// <summary>A member of the server.</summary>
internal sealed record DiscordMember(DiscordPerson? User, string? Nick, IReadOnlyList<long> Roles);

/// <summary>What is changed of a member, or given to one who joins; null leaves it.</summary>
/// <param name="Nick">At most 32 characters.</param>
/// <param name="Roles">All that the member shall have.</param>
internal sealed record MemberChange(string? Nick, IReadOnlyList<long>? Roles)
{
    /// <summary>Only for joining: what the pilot let us have.</summary>
    public string? AccessToken { get; init; }

    [JsonIgnore]
    public bool IsEmpty => Nick is null && Roles is null;
}
