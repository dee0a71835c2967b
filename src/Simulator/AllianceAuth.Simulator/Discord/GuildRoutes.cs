namespace AllianceAuth.Simulator.Discord;

/// <summary>The guild, its roles and its bans.</summary>
internal static class GuildRoutes
{
    private const int MostRoles = 250;
    private const int LongestName = 100;

    public static IReadOnlyList<RestRoute> All { get; } =
    [
        new("GET", "/guilds/{guild}", "guild", RestCaller.Bot, GetGuild),
        new("GET", "/guilds/{guild}/roles", "role-list", RestCaller.Bot, call => DiscordAnswer.Ok(call.Guild.Roles.Values.OrderBy(r => r.Id).Select(DiscordJson.Role))),
        new("POST", "/guilds/{guild}/roles", DiscordSettings.NewRoles, RestCaller.Bot, CreateRole),
        new("PATCH", "/guilds/{guild}/roles/{role}", "role-write", RestCaller.Bot, ChangeRole),
        new("DELETE", "/guilds/{guild}/roles/{role}", "role-write", RestCaller.Bot, DeleteRole),
        new("GET", "/guilds/{guild}/bans/{user}", "ban-read", RestCaller.Bot, GetBan),
    ];

    private static DiscordAnswer GetGuild(RestCall call)
    {
        var json = DiscordJson.Guild(call.Guild);
        if (call.Query["with_counts"] == "true")
        {
            json["approximate_member_count"] = call.Guild.Members.Count;
            json["approximate_presence_count"] = call.Guild.Members.Count / 3;
        }

        return DiscordAnswer.Ok(json);
    }

    private static DiscordAnswer CreateRole(RestCall call)
    {
        call.Demand(GuildPermissions.ManageRoles);
        var role = Apply(call, new GuildRole { Id = call.Discord.NextId(), Name = "new role", Position = 1, Permissions = call.Guild.Everyone.Permissions });
        if (call.Guild.Roles.Count >= MostRoles)
        {
            throw Refusals.TooManyRoles();
        }

        call.Discord.Change(g => g.With(role));
        return DiscordAnswer.Ok(DiscordJson.Role(role));
    }

    private static DiscordAnswer ChangeRole(RestCall call)
    {
        call.Demand(GuildPermissions.ManageRoles);
        if (call.Role.Id != call.Guild.Id && !call.Guild.IsUnder(call.Role, call.Actor))
        {
            throw Refusals.MissingPermissions();
        }

        var role = Apply(call, call.Role);
        call.Discord.Change(g => g.With(role));
        return DiscordAnswer.Ok(DiscordJson.Role(role));
    }

    private static DiscordAnswer DeleteRole(RestCall call)
    {
        call.Demand(GuildPermissions.ManageRoles);
        var role = call.Role;
        if (role.IsManaged || role.Id == call.Guild.Id)
        {
            throw Refusals.InvalidRole();
        }

        if (!call.Guild.IsUnder(role, call.Actor))
        {
            throw Refusals.MissingPermissions();
        }

        call.Discord.Change(g => g.WithoutRole(role.Id));
        return DiscordAnswer.NoContent;
    }

    private static DiscordAnswer GetBan(RestCall call)
    {
        call.Demand(GuildPermissions.BanMembers);
        return call.User.Restriction == DiscordRestriction.Banned ? DiscordAnswer.Ok(new { reason = (string?)null, user = DiscordJson.User(call.User) }) : throw Refusals.UnknownBan();
    }

    /// <summary>Nobody hands out rights that they do not have.</summary>
    private static GuildRole Apply(RestCall call, GuildRole role)
    {
        var name = call.Text("name")?.Trim();
        if (name is { Length: 0 } or { Length: > LongestName })
        {
            throw Refusals.InvalidForm("name", "BASE_TYPE_BAD_LENGTH", $"Must be between 1 and {LongestName} in length.");
        }

        var permissions = call.Number("permissions") ?? role.Permissions;
        return (permissions & ~role.Permissions & ~call.Guild.PermissionsOf(call.Actor)) != 0
            ? throw Refusals.MissingPermissions()
            : role with
            {
                Name = name ?? role.Name,
                Permissions = permissions,
                Colour = (int)(call.Number("color") ?? role.Colour),
                IsHoisted = call.Switch("hoist") ?? role.IsHoisted,
                IsMentionable = call.Switch("mentionable") ?? role.IsMentionable,
            };
    }
}
