using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Layouts;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Notifications.Features.FillBell;

/// <summary>
/// Fills the bell around every page from the cache. What is not cached is read beside the page and there for the next one; the browser asks
/// for the number anyway.
/// </summary>
internal sealed class Bell(BellReader reader, Texts texts, IOptions<NotificationSettings> settings, ILogger<Bell> logger) : IBellSource
{
    private const string ListPath = "/notifications/";
    private const string CountPath = "/notifications/count/";

    public async ValueTask<BellView> FindAsync(UserId user, CancellationToken cancellationToken)
    {
        if (await reader.FindCachedAsync(user, cancellationToken) is { } content)
        {
            return Show(content);
        }

        ReadBeside(user);
        return Show(new BellContent(0, []));
    }

    /// <summary>The number as it is now.</summary>
    public async ValueTask<BellView> ReadAsync(UserId user, CancellationToken cancellationToken) => Show(await reader.FindAsync(user, cancellationToken));

    private void ReadBeside(UserId user)
    {
        // Not a part of this request: it may outlive it, and what it costs is not this page's cost.
        using (ExecutionContext.SuppressFlow())
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await reader.FindAsync(user, CancellationToken.None);
                }
                catch (Exception error) // Nobody waits for this task: whatever goes wrong must be written down here.
                {
                    logger.LogWarning(error, "The notifications of user {User} could not be read ahead.", user);
                }
            });
        }
    }

    private BellView Show(BellContent content) =>
        new(content.Unread, [.. content.Latest.Select(line => new BellEntry(line.Level.Tone, texts.Say(line.Title, line.Arguments), $"{ListPath}{line.Id}/", line.CreatedAt, line.Viewed))], ListPath)
        {
            CountPath = CountPath,
            Topic = NotificationsModule.Topic.Name,
            PollSeconds = settings.Value.RefreshSeconds,
        };
}

internal static class FillBellEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/notifications/count/", CountAsync).WithName("notifications:count");
        routes.MapGet("/user_notifications_count/{user:int}/", CountAsJsonAsync).WithName("notifications:user_notifications_count");
    }

    private static async Task<IResult> CountAsync(HttpContext http, Bell bell, CancellationToken cancellationToken)
    {
        var view = await bell.ReadAsync(http.User.UserId, cancellationToken);
        return http.PageOr<BellUpdate, BellUpdate, BellView>(view);
    }

    /// <summary>Only one's own: the original tells anybody about anybody. NOTE-024.</summary>
    private static async Task<IResult> CountAsJsonAsync(int user, HttpContext http, BellReader reader, CancellationToken cancellationToken)
    {
        if (http.User.UserId.Value != user)
        {
            return TypedResults.NotFound();
        }

        var content = await reader.FindAsync(http.User.UserId, cancellationToken);
        return TypedResults.Json(new Dictionary<string, int>(StringComparer.Ordinal) { ["unread_count"] = content.Unread });
    }
}
