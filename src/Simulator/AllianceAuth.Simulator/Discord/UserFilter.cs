using System.Globalization;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>What the person at the authorise page looks for.</summary>
/// <param name="Text">Part of a user name, a display name or a pilot's name.</param>
/// <param name="Page">From 1 up.</param>
internal sealed record UserFilter(string Text, int Page)
{
    public const int UsersPerPage = 36;

    public static UserFilter Of(IQueryCollection query) =>
        new(query["user"].ToString().Trim(), int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 1_000_000) : 1);

    public IReadOnlyList<DiscordUser> Find(SimulatedDiscord discord, World world)
    {
        if (Text.Length == 0)
        {
            return discord.Users;
        }

        var players = world.Characters.Values.Where(c => Fits(c.Name)).Select(c => c.AccountId).ToHashSet();
        return [.. discord.Users.Where(u => Fits(u.Tag) || Fits(u.GlobalName ?? "") || players.Contains(u.AccountId!.Value))];
    }

    private bool Fits(string name) => name.Contains(Text, StringComparison.OrdinalIgnoreCase);
}
