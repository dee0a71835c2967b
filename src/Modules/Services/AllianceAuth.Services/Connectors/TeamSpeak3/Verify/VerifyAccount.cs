using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Verify;

/// <summary>How a pilot comes in: the key, the button that opens TeamSpeak, and whether they were found there. TS3-023 to TS3-027.</summary>
internal static class VerifyAccountEndpoint
{
    public const string Path = "/teamspeak3/verify/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequirePermission(TeamSpeakPermissions.Access).RequireMain().WithName("teamspeak3:verify");
        routes.MapPost(Path, LookAsync).RequirePermission(TeamSpeakPermissions.Access).RequireMain();
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, ServicesDb db, IOptions<TeamSpeak3Settings> settings, ISecretProtector protector, CancellationToken cancellationToken) =>
        await db.FindAccountAsync(http, cancellationToken) is { } account
            ? http.Page<VerifyPage, VerifyView>(VerifyView.Of(account, settings.Value, protector))
            : http.SeeOther("/services/");

    private static async Task<IResult> LookAsync(
        HttpContext http, ServicesDb db, TeamSpeakAsks asks, IOptions<TeamSpeak3Settings> settings, ISecretProtector protector, CancellationToken cancellationToken)
    {
        if (await db.FindAccountAsync(http, cancellationToken) is null)
        {
            return http.SeeOther("/services/");
        }

        await asks.VerifyAsync([http.User.UserId], cancellationToken);
        var account = await db.FindAccountAsync(http, cancellationToken);
        return http.Fragment<VerifyPanel, VerifyView>(VerifyView.Of(account!, settings.Value, protector), orElse: Path);
    }
}

internal static class OwnAccount
{
    /// <summary>The reader's account; null when they have none, or it is about to end.</summary>
    public static Task<Account?> FindAccountAsync(this ServicesDb db, HttpContext http, CancellationToken cancellationToken)
    {
        var me = http.User.UserId;
        return db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Service == TeamSpeak3Connector.Name && a.UserId == me && a.Stage != AccountStage.Leaving, cancellationToken);
    }
}
