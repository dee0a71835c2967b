using System.Globalization;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord.Linking;

/// <summary>The way to Discord and back. Nothing is asked of Discord here: the browser brings a code, and the engine does the rest.</summary>
internal static class LinkEndpoints
{
    // Administrator, as the original asks for; the documentation tells the least that works.
    private const string BotPermissions = "8";

    // Longer ones are not Discord's.
    private const int LongestCode = 512;

    /// <summary>Why an account that was there is worked on.</summary>
    public const string Relinked = "services.discord.cause.relinked";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LinkPaths.Activate, Begin).WithName("discord:activate").RequirePermission(DiscordPermissions.Access).RequireMain();
        routes.MapGet(LinkPaths.Reset, BeginAgainAsync).WithName("discord:reset").RequirePermission(DiscordPermissions.Access).RequireMain();
        routes.MapGet(LinkPaths.Callback, FinishAsync).WithName("discord:callback").RequirePermission(DiscordPermissions.Access).RequireMain();
        routes.MapGet(LinkPaths.AddBot, Invite).WithName("discord:add_bot").RequireSuperuser();
    }

    private static IResult Begin(HttpContext http, LinkState state, IOptions<DiscordSettings> settings, IOptions<SiteSettings> site)
    {
        if (!settings.Value.IsInstalled)
        {
            return TypedResults.NotFound();
        }

        var address = QueryHelpers.AddQueryString(settings.Value.OAuthBaseUrl, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = settings.Value.AppId,
            ["redirect_uri"] = settings.Value.CallbackOf(site.Value),
            ["scope"] = "identify guilds.join",
            ["state"] = state.Make(http.User.UserId, SsoBrowserKey.Ensure(http)),
        });
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Redirect(address);
    }

    /// <summary>
    /// Says first who leaves the server when somebody else is linked. The old link stays until the new one is there: whoever turns back at Discord has lost
    /// nothing. DISC-017.
    /// </summary>
    private static async Task<IResult> BeginAgainAsync(
        HttpContext http, ServicesDb db, LinkState state, IOptions<DiscordSettings> settings, IOptions<SiteSettings> site, CancellationToken cancellationToken)
    {
        var me = http.User.UserId;
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Service == DiscordConnector.Name && a.UserId == me, cancellationToken);
        if (settings.Value.IsInstalled && account is null)
        {
            http.Flash(FlashLevel.Error, "services.discord.link.none");
            return http.SeeOther(LinkPaths.Services);
        }

        return settings.Value.IsInstalled && account is { LoginName.Length: > 0 }
            ? http.Page<RelinkPage, RelinkView>(new(account.LoginName))
            : Begin(http, state, settings, site);
    }

    private static async Task<IResult> FinishAsync(
        HttpContext http, LinkState states, AccountActions actions, IOptions<DiscordSettings> settings, CancellationToken cancellationToken,
        string? code = null, string? state = null, string? error = null)
    {
        if (!settings.Value.IsInstalled)
        {
            return TypedResults.NotFound();
        }

        if (string.IsNullOrEmpty(code) || code.Length > LongestCode)
        {
            http.Flash(error == "access_denied" ? FlashLevel.Warning : FlashLevel.Error, error == "access_denied" ? "services.discord.link.refused" : "services.discord.link.nocode");
        }
        else if (!states.Holds(state, http.User.UserId, SsoBrowserKey.Find(http)))
        {
            http.Flash(FlashLevel.Error, "services.discord.link.state");
        }
        else if (await actions.BringSecretAsync(DiscordConnector.Name, http.User.UserId, code, Relinked, cancellationToken))
        {
            http.Flash(FlashLevel.Success, "services.discord.link.done");
        }
        else
        {
            http.Flash(FlashLevel.Warning, "services.discord.link.leaving");
        }

        // The address carries the code.
        http.Response.Headers.CacheControl = "no-store";
        return http.SeeOther(LinkPaths.Services);
    }

    private static IResult Invite(IOptions<DiscordSettings> settings) => settings.Value.IsInstalled
        ? TypedResults.Redirect(QueryHelpers.AddQueryString(settings.Value.OAuthBaseUrl, new Dictionary<string, string?>
        {
            ["client_id"] = settings.Value.AppId,
            ["scope"] = "bot",
            ["permissions"] = BotPermissions,
            ["guild_id"] = settings.Value.Guild.ToString(CultureInfo.InvariantCulture),
            ["disable_guild_select"] = "true",
        }))
        : TypedResults.NotFound();
}

/// <summary>The question before somebody is linked anew.</summary>
/// <param name="LinkedAs">Who they are at Discord so far.</param>
public sealed record RelinkView(string LinkedAs);
