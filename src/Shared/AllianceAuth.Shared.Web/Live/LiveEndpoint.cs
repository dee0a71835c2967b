using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AllianceAuth.Shared.Web.Live;

/// <summary>
/// One stream of server-sent events an open page. Holds no database and no scope of its own: a stream that is open all night costs a timer.
/// Each of its events is a topic; what is new the page asks for as usual.
/// </summary>
internal static class LiveEndpoint
{
    /// <summary>Where pages listen.</summary>
    public const string Path = "/live/";

    /// <summary>Begins the names of our events, so that a topic is never taken for an event of the browser.</summary>
    public const string EventPrefix = "live:";

    /// <summary>Tells the page to close the stream and not to come back.</summary>
    public const string EndEvent = "live-end";

    // Shorter than the idle limits of usual proxies (60 s), and how long a lost session may go on hearing nothing.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // Each new connection is judged by its cookie, so a session that ran out ends here.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    // Many signals at once are one look.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(200);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, HandleAsync).WithName("live");

    private static async Task<IResult> HandleAsync(HttpContext http, LiveHub hub, ICurrentUser current, IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        var user = (await current.FindAsync(http.RequestAborted))!;
        var stream = hub.Open(user.User, Since(http.Request));
        if (stream is null)
        {
            // Too many: this page goes on asking now and then. htmx must not put this answer anywhere.
            http.Response.Headers["HX-Reswap"] = "none";
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await RunAsync(http, hub, stream, user.SessionGeneration, clock, end.Token);
        }
        catch (Exception error) when (end.IsCancellationRequested && error is OperationCanceledException or IOException)
        {
            // The page was closed, or the node stops: the browser connects to another one.
        }
        finally
        {
            hub.Close(stream);
            stream.Dispose();
        }

        return TypedResults.Empty;
    }

    private static async Task RunAsync(HttpContext http, LiveHub hub, LiveStream stream, int generation, TimeProvider clock, CancellationToken end)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var scopes = http.RequestServices.GetRequiredService<IServiceScopeFactory>();
        // Not all at the same moment after a restart.
        var until = clock.GetTimestamp() + (long)((Longest.TotalSeconds + RandomNumberGenerator.GetInt32(120)) * clock.TimestampFrequency);
        await SayAsync(http, clock, [], end);
        while (clock.GetTimestamp() < until)
        {
            await stream.WaitAsync(Heartbeat, end);
            var user = await FindAsync(scopes, end);
            if (user is not { IsActive: true } || user.SessionGeneration != generation)
            {
                await SayAsync(http, clock, [EndEvent], end);
                return;
            }

            var topics = stream.Take().Where(topic => topic == LiveStream.Everything || hub.MayHear(user, topic)).Select(topic => EventPrefix + topic).ToList();
            await SayAsync(http, clock, topics, end);
            if (topics.Count > 0)
            {
                await Task.Delay(Together, end);
            }
        }
    }

    /// <summary>From the cache, in a scope that ends at once.</summary>
    private static async Task<AccessSnapshot?> FindAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ICurrentUser>().FindAsync(cancellationToken);
    }

    /// <summary>The id is the time up to which this page has heard everything; the browser brings it along when it comes back.</summary>
    private static async Task SayAsync(HttpContext http, TimeProvider clock, IReadOnlyList<string> events, CancellationToken end)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"id: {clock.GetUtcNow().ToUnixTimeMilliseconds()}\n");
        foreach (var name in events)
        {
            text.Append(CultureInfo.InvariantCulture, $"event: {name}\ndata: 1\n\n");
        }

        if (events.Count == 0)
        {
            text.Append('\n');
        }

        await http.Response.WriteAsync(text.ToString(), end);
        await http.Response.Body.FlushAsync(end);
    }

    private static DateTimeOffset? Since(HttpRequest request)
    {
        var told = request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : request.Query["since"].ToString();
        return long.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_799_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }
}
