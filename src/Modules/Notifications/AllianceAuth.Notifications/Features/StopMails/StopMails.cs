using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.StopMails;

/// <summary>The last link of our mails: no mails any more, without signing in. Asks first, because mail programs open links by themselves.</summary>
internal static class StopMailsEndpoint
{
    private const string Path = "/notifications/mail/stop/{key}/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Ask).AllowAnonymous().WithName("notifications:stop_mails");
        routes.MapPost(Path, HandleAsync).AllowAnonymous();
    }

    private static IResult Ask(string key, HttpContext http, UnsubscribeKeys keys) =>
        keys.Read(key) is null ? TypedResults.NotFound() : http.Page<StopMailsPage, StopMailsView>(new StopMailsView(key, IsDone: false));

    private static async Task<IResult> HandleAsync(string key, HttpContext http, UnsubscribeKeys keys, NotificationsDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (keys.Read(key) is not { } user)
        {
            return TypedResults.NotFound();
        }

        if (await db.MailChoices.SingleOrDefaultAsync(c => c.UserId == user, cancellationToken) is { } choice)
        {
            choice.Choose(MailRhythm.Off, dangerAtOnce: false, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }

        return http.Page<StopMailsPage, StopMailsView>(new StopMailsView(key, IsDone: true));
    }
}

/// <summary>What the page at the end of the link shows.</summary>
/// <param name="Key">The link's key.</param>
/// <param name="IsDone">Whether the mails are stopped.</param>
public sealed record StopMailsView(string Key, bool IsDone);
