using System.Globalization;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The members of the guild.</summary>
internal static class MemberRoutes
{
    private const int LongestNick = 32;
    private const int MostListed = 1_000;

    // From here on PATCH answers with the member; before, with nothing.
    private const int FirstVersionWithBody = 8;

    public static IReadOnlyList<RestRoute> All { get; } =
    [
        new("GET", "/guilds/{guild}/members", "member-list", RestCaller.Bot, List),
        new("GET", "/guilds/{guild}/members/{user}", "member-read", RestCaller.Bot, call => Member(call, 200)),
        new("PUT", "/guilds/{guild}/members/{user}", "member-join", RestCaller.Bot, Add),
        new("PATCH", "/guilds/{guild}/members/{user}", "member-modify", RestCaller.Bot, Change),
        new("DELETE", "/guilds/{guild}/members/{user}", "member-kick", RestCaller.Bot, Remove),
        new("PUT", "/guilds/{guild}/members/{user}/roles/{role}", "member-role", RestCaller.Bot, call => SetRole(call, has: true)),
        new("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", "member-role", RestCaller.Bot, call => SetRole(call, has: false)),
    ];

    private static DiscordAnswer List(RestCall call)
    {
        var guild = call.Guild;
        if (!call.Discord.Settings.MembersIntent)
        {
            throw Refusals.MissingAccess();
        }

        var limit = Number(call, "limit") ?? 1;
        if (limit is < 1 or > MostListed)
        {
            throw Refusals.InvalidForm("limit", "NUMBER_TYPE_MAX", $"int value should be between 1 and {MostListed}.");
        }

        var after = Number(call, "after") ?? 0;
        return DiscordAnswer.Ok(guild.Members.Values.Where(m => m.UserId > after).OrderBy(m => m.UserId).Take((int)limit).Select(m => DiscordJson.Member(m, call.Discord.AllUsers.Find(m.UserId)!)));
    }

    private static DiscordAnswer Add(RestCall call)
    {
        var guild = call.Guild;
        var user = call.User;
        call.Demand(GuildPermissions.CreateInvite);
        var token = call.Text("access_token") ?? throw Refusals.InvalidForm("access_token", "BASE_TYPE_REQUIRED", "This field is required");
        var nick = Nick(call);
        var roles = call.Roles("roles") ?? [];
        if (call.Discord.Grants.Find(token, call.Now) is not { } grant || grant.UserId != user.Id || !grant.Scopes.Contains("guilds.join"))
        {
            throw Refusals.InvalidAccessToken();
        }

        if (guild.Members.ContainsKey(user.Id))
        {
            return DiscordAnswer.NoContent;
        }

        ThrowIfKeptOut(user);
        if (nick is not null)
        {
            call.Demand(GuildPermissions.ManageNicknames);
        }

        if (roles.Count > 0)
        {
            ThrowIfNotMine(call, roles);
        }

        call.Discord.Change(g => g.With(new GuildMember { UserId = user.Id, Nick = nick, Roles = [.. roles.Select(r => r.Id)], JoinedAt = call.Now, IsPending = call.Discord.Settings.Screening }));
        return Member(call, 201);
    }

    private static DiscordAnswer Change(RestCall call)
    {
        var guild = call.Guild;
        var member = call.Member;
        var changed = member;
        if (call.Roles("roles") is { } roles)
        {
            // Only what comes or goes is judged; what stays may be above the bot.
            var ids = roles.Select(r => r.Id).ToHashSet();
            ThrowIfNotMine(call, [.. roles.Where(r => !member.Roles.Contains(r.Id)), .. guild.RolesOf(member.UserId).Where(r => !ids.Contains(r.Id))]);
            changed = changed with { Roles = [.. ids] };
        }

        if (call.Has("nick"))
        {
            var nick = Nick(call);
            call.Demand(member.UserId == call.Actor ? GuildPermissions.ChangeNickname : GuildPermissions.ManageNicknames);
            if (member.UserId != call.Actor && !guild.IsUnder(member.UserId, call.Actor))
            {
                throw Refusals.MissingPermissions();
            }

            changed = changed with { Nick = nick };
        }

        call.Discord.Change(g => g.With(changed));
        return call.Version < FirstVersionWithBody ? DiscordAnswer.NoContent : Member(call, 200);
    }

    private static DiscordAnswer Remove(RestCall call)
    {
        call.Demand(GuildPermissions.KickMembers);
        var member = call.Member;
        if (!call.Guild.IsUnder(member.UserId, call.Actor))
        {
            throw Refusals.MissingPermissions();
        }

        call.Discord.Change(g => g.WithoutMember(member.UserId));
        return DiscordAnswer.NoContent;
    }

    private static DiscordAnswer SetRole(RestCall call, bool has)
    {
        var member = call.Member;
        var role = call.Role;
        if (role.Id == call.Guild.Id)
        {
            throw Refusals.InvalidRole();
        }

        ThrowIfNotMine(call, [role]);
        if (member.Roles.Contains(role.Id) != has)
        {
            call.Discord.Change(g => g.With(member with { Roles = has ? member.Roles.Add(role.Id) : member.Roles.Remove(role.Id) }));
        }

        return DiscordAnswer.NoContent;
    }

    private static void ThrowIfNotMine(RestCall call, IReadOnlyList<GuildRole> roles)
    {
        call.Demand(GuildPermissions.ManageRoles);
        if (roles.Any(r => r.IsManaged || !call.Guild.IsUnder(r, call.Actor)))
        {
            throw Refusals.MissingPermissions();
        }
    }

    private static void ThrowIfKeptOut(DiscordUser user)
    {
        switch (user.Restriction)
        {
            case DiscordRestriction.Banned:
                throw Refusals.Banned();
            case DiscordRestriction.FullOfGuilds:
                throw Refusals.TooManyGuilds();
            case DiscordRestriction.Unverified:
                throw Refusals.Unverified();
            case DiscordRestriction.Restricted:
                throw Refusals.Restricted();
            default:
                return;
        }
    }

    /// <returns>Null clears it.</returns>
    private static string? Nick(RestCall call)
    {
        var nick = call.Text("nick")?.Trim();
        if (nick?.EnumerateRunes().Count() > LongestNick)
        {
            throw Refusals.InvalidForm("nick", "BASE_TYPE_BAD_LENGTH", $"Must be {LongestNick} or fewer in length.");
        }

        return nick?.ToLowerInvariant() is "everyone" or "here"
            ? throw Refusals.InvalidForm("nick", "USERNAME_INVALID", $"Nickname cannot be \"{nick}\".")
            : string.IsNullOrEmpty(nick) ? null : nick;
    }

    private static DiscordAnswer Member(RestCall call, int status) => new(status, DiscordJson.Member(call.Member, call.User));

    private static long? Number(RestCall call, string name) => call.Query[name] is [{ Length: > 0 } text]
        ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Refusals.InvalidForm(name, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not int.")
        : null;
}
