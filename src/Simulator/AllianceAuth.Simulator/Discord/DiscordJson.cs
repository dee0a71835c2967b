using System.Globalization;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Discord's objects as JSON: ids and permissions as text, since they do not fit a double.</summary>
internal static class DiscordJson
{
    public static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    public static object User(DiscordUser user) => new
    {
        id = Id(user.Id),
        username = user.UserName,
        discriminator = user.Discriminator,
        global_name = user.GlobalName,
        avatar = Avatar(user),
        bot = user.IsBot,
        public_flags = 0,
    };

    /// <summary>As the user sees itself.</summary>
    public static object Self(DiscordUser user) => new
    {
        id = Id(user.Id),
        username = user.UserName,
        discriminator = user.Discriminator,
        global_name = user.GlobalName,
        avatar = Avatar(user),
        bot = user.IsBot,
        banner = (string?)null,
        accent_color = (int?)null,
        locale = "en-GB",
        mfa_enabled = true,
        flags = 0,
        public_flags = 0,
        premium_type = 0,
    };

    public static object Role(GuildRole role)
    {
        var json = new Dictionary<string, object?>
        {
            ["id"] = Id(role.Id),
            ["name"] = role.Name,
            ["color"] = role.Colour,
            ["colors"] = new { primary_color = role.Colour, secondary_color = (int?)null, tertiary_color = (int?)null },
            ["hoist"] = role.IsHoisted,
            ["icon"] = null,
            ["unicode_emoji"] = null,
            ["position"] = role.Position,
            ["permissions"] = Id(role.Permissions),
            ["managed"] = role.IsManaged,
            ["mentionable"] = role.IsMentionable,
            ["flags"] = 0,
        };
        if (role.BotId is { } bot)
        {
            json["tags"] = new { bot_id = Id(bot) };
        }
        else if (role.IsForBoosters)
        {
            // Null stands for yes.
            json["tags"] = new { premium_subscriber = (bool?)null };
        }

        return json;
    }

    public static object Member(GuildMember member, DiscordUser user) => new
    {
        user = User(user),
        nick = member.Nick,
        avatar = (string?)null,
        banner = (string?)null,
        roles = member.Roles.Select(Id),
        joined_at = Time(member.JoinedAt),
        premium_since = member.BoostsSince is { } since ? Time(since) : null,
        deaf = false,
        mute = false,
        flags = 0,
        pending = member.IsPending,
        communication_disabled_until = (string?)null,
    };

    public static Dictionary<string, object?> Guild(Guild guild) => new()
    {
        ["id"] = Id(guild.Id),
        ["name"] = guild.Name,
        ["icon"] = null,
        ["description"] = null,
        ["owner_id"] = Id(guild.OwnerId),
        ["roles"] = guild.Roles.Values.OrderBy(r => r.Id).Select(Role),
        ["features"] = Array.Empty<string>(),
        ["system_channel_id"] = null,
        ["mfa_level"] = 0,
        ["premium_tier"] = 0,
        ["preferred_locale"] = "en-US",
    };

    private static string? Avatar(DiscordUser user) => user.IsBot ? null : $"{user.Id:x16}{user.Id:x16}";
}
