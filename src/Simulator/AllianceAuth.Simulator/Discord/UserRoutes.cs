using System.Globalization;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The caller itself.</summary>
internal static class UserRoutes
{
    public static IReadOnlyList<RestRoute> All { get; } =
    [
        new("GET", "/users/@me", "me", RestCaller.Anyone, GetMe),
        new("GET", "/users/@me/guilds/{guild}/member", "me", RestCaller.User, GetMyMember),
        new("GET", "/oauth2/@me", "me", RestCaller.User, GetMyAuthorisation),
    ];

    private static DiscordAnswer GetMe(RestCall call) => call.Grant is { } grant
        ? grant.Scopes.Contains("identify") ? DiscordAnswer.Ok(DiscordJson.Self(Owner(call, grant))) : DiscordAnswer.Unauthorized
        : DiscordAnswer.Ok(DiscordJson.Self(call.Discord.AllUsers.Find(call.Discord.BotId)!));

    private static DiscordAnswer GetMyMember(RestCall call)
    {
        if (!call.Grant!.Scopes.Contains("guilds.members.read"))
        {
            return DiscordAnswer.Unauthorized;
        }

        return call.Id("guild") == call.Discord.Options.GuildId && call.Discord.Member(call.Grant.UserId) is { } member
            ? DiscordAnswer.Ok(DiscordJson.Member(member, Owner(call, call.Grant)))
            : throw Refusals.UnknownGuild();
    }

    private static DiscordAnswer GetMyAuthorisation(RestCall call) => DiscordAnswer.Ok(new
    {
        application = new { id = DiscordJson.Id(call.Discord.BotId), name = "Alliance Auth", icon = (string?)null, description = "", bot_public = false, bot_require_code_grant = false },
        scopes = call.Grant!.Scopes,
        expires = call.Grant.Expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture),
        user = call.Grant.Scopes.Contains("identify") ? DiscordJson.User(Owner(call, call.Grant)) : null,
    });

    private static DiscordUser Owner(RestCall call, DiscordGrant grant) => call.Discord.AllUsers.Find(grant.UserId) ?? throw Refusals.UnknownUser();
}
