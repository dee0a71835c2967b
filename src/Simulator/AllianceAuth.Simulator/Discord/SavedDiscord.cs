using System.Collections.Immutable;

namespace AllianceAuth.Simulator.Discord;

/// <summary>What the simulated Discord remembers beyond its end: all that it holds, since most of it came through its own API.</summary>
/// <param name="GuildId">Another guild begins afresh.</param>
/// <param name="Name">Of the guild.</param>
/// <param name="OwnerId">Of the guild.</param>
/// <param name="Roles">With <c>@everyone</c>.</param>
/// <param name="Members">With bots.</param>
/// <param name="Users">Those that are not as their account made them.</param>
/// <param name="TokenResets">How often the bot got another token.</param>
/// <param name="Settings">Switches and figures.</param>
/// <param name="Grants">What users allowed the application.</param>
internal sealed record SavedDiscord(
    long GuildId, string Name, long OwnerId, IReadOnlyList<GuildRole> Roles, IReadOnlyList<GuildMember> Members, IReadOnlyList<DiscordUser> Users, int TokenResets, DiscordSettings Settings, IReadOnlyList<DiscordGrant> Grants)
{
    internal bool IsWhole => Roles.All(r => r is not null) && Members.All(m => m is { Roles.IsDefault: false }) && Users.All(u => u is not null) && Grants.All(g => g is not null && !g.Scopes.Contains(null!));

    internal Guild Guild(Func<long, bool> isKnown)
    {
        var roles = Roles.ToImmutableDictionary(r => r.Id);
        return new()
        {
            Id = GuildId,
            Name = Name,
            OwnerId = OwnerId,
            Roles = roles,
            Members = Members.Where(m => isKnown(m.UserId)).Select(m => m with { Roles = [.. m.Roles.Where(roles.ContainsKey)] }).ToImmutableDictionary(m => m.UserId),
        };
    }
}
