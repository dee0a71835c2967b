using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Verify;

/// <summary>A pilot wants another key, because the old one is lost or they come with another identity. TS3-029 to TS3-031.</summary>
internal static class ResetKeyEndpoint
{
    public const string Path = "/teamspeak3/reset_perm/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, AskAsync).RequirePermission(TeamSpeakPermissions.Access).RequireMain().WithName("teamspeak3:reset_perm");
        routes.MapPost(Path, ResetAsync).RequirePermission(TeamSpeakPermissions.Access).RequireMain();
    }

    private static async Task<IResult> AskAsync(HttpContext http, ServicesDb db, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(http, cancellationToken) is { } account
            ? http.Page<ResetKeyPage, ResetKeyView>(new(account.DisplayName))
            : http.SeeOther("/services/");

    private static async Task<IResult> ResetAsync(HttpContext http, ServicesDb db, TeamSpeakAsks asks, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(http, cancellationToken) is null)
        {
            return http.SeeOther("/services/");
        }

        await asks.NewKeyAsync(http.User.UserId, cancellationToken);
        http.Flash(FlashLevel.Success, "services.teamspeak3.newkey.done");
        return http.SeeOther(VerifyAccountEndpoint.Path);
    }
}

/// <summary>The question before a key is replaced.</summary>
/// <param name="Nickname">The name of the account.</param>
public sealed record ResetKeyView(string Nickname);
