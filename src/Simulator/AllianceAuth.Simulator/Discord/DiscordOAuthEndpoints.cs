using System.Globalization;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Where people link their account or invite the bot, and where the application gets its tokens.</summary>
internal sealed class DiscordOAuthEndpoints(SimulatedDiscord discord, DiscordOAuth oauth, World world)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var address in (string[])["/discord/oauth2/authorize", $"{DiscordPath.Api}/oauth2/authorize"])
        {
            routes.MapGet(address, Ask);
            routes.MapPost(address, (HttpRequest http) => AnswerAsync(http));
        }

        routes.MapPost($"{DiscordPath.Api}/oauth2/token", http => FormAsync(http, oauth.Token));
        routes.MapPost($"{DiscordPath.Api}/oauth2/token/revoke", http => FormAsync(http, oauth.Revoke));
    }

    private IResult Ask(HttpContext http)
    {
        var request = DiscordAuthorizeRequest.Of(name => http.Request.Query[name]);
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        return request.IsInvite
            ? DiscordInvitePage.Of(request, discord).Page()
            : DiscordAuthorizePage.Of(request, UserFilter.Of(http.Request.Query), discord, world).Page();
    }

    private async Task<IResult> AnswerAsync(HttpRequest http)
    {
        var form = await http.ReadFormAsync(http.HttpContext.RequestAborted);
        var request = DiscordAuthorizeRequest.Of(name => form[name]);
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (form.ContainsKey("cancel"))
        {
            return request.RedirectUri.Length == 0
                ? DiscordAuthorizePage.Note("Nothing was allowed", "The bot was not invited. You can close this page.").Page()
                : Results.Redirect(request.Back(("error", "access_denied"), ("error_description", "The resource owner or authorization server denied the request")));
        }

        if (!long.TryParse(form["user_id"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || discord.AllUsers.Find(id) is not { IsBot: false } user)
        {
            return DiscordAuthorizePage.Note("Nobody is called so", "There is no such Discord user.").Page(StatusCodes.Status400BadRequest);
        }

        return request.IsInvite ? Invite(request, user) : Results.Redirect(request.Back(("code", oauth.IssueCode(request, user))));
    }

    private IResult Invite(DiscordAuthorizeRequest request, DiscordUser user)
    {
        if ((discord.Guild.PermissionsOf(user.Id) & GuildPermissions.ManageGuild) == 0)
        {
            return DiscordAuthorizePage.Note("Not allowed", $"{user.Tag} may not add bots to {discord.Guild.Name}.").Page(StatusCodes.Status403Forbidden);
        }

        discord.InviteBot(request.PermissionBits);
        var guild = DiscordJson.Id(discord.Guild.Id);
        return request.RedirectUri.Length == 0
            ? DiscordAuthorizePage.Note("Authorised", $"The bot is now in {discord.Guild.Name}. You can close this page; drag its role up so that it may give the others.").Page()
            : Results.Redirect(request.Back(("code", oauth.IssueCode(request, user)), ("guild_id", guild), ("permissions", DiscordJson.Id(request.PermissionBits))));
    }

    private IResult? Refusal(DiscordAuthorizeRequest request)
    {
        if (oauth.Fault(request) is { } fault)
        {
            return DiscordAuthorizePage.Note("This request cannot be answered", fault).Page(StatusCodes.Status400BadRequest);
        }

        return request.HasUnknownScope
            ? Results.Redirect(request.Back(("error", "invalid_scope"), ("error_description", "The requested scope is invalid, unknown, or malformed.")))
            : null;
    }

    private static async Task FormAsync(HttpContext http, Func<TokenRequest, DiscordAnswer> answer)
    {
        var result = http.Request.HasFormContentType
            ? answer(TokenRequest.Of(http.Request, await http.Request.ReadFormAsync(http.RequestAborted)))
            : DiscordAnswer.InvalidForm("", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/x-www-form-urlencoded'}.");
        http.Response.Headers.CacheControl = "no-store";
        await DiscordFrontDoor.WriteAsync(http, result);
    }
}
