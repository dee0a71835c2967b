using System.Collections.Concurrent;
using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Discord.Limits;

/// <summary>
/// Lets calls to Discord pass as fast as Discord bears, counted in the database so that all nodes share it: a fixed window for all, the buckets whose
/// headers said that they are empty, and the time a 429 asked for. DISC-023 to DISC-029.
/// </summary>
internal sealed partial class DiscordLimiter(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DiscordLimiter> logger)
{
    /// <summary>Requests in one window.</summary>
    public const int PerWindow = 5;

    /// <summary>Discord's five seconds, and half a second in case its clock and ours differ.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(5500);

    /// <summary>Added to what a 429 asks for.</summary>
    public static readonly TimeSpan Contingency = TimeSpan.FromMilliseconds(500);

    /// <summary>When a 429 does not say how long.</summary>
    public static readonly TimeSpan UsualBackoff = TimeSpan.FromMilliseconds(5000);

    /// <summary>Waits shorter than this are waited for in place; longer ones let the whole service rest.</summary>
    public static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(250);

    /// <summary>No wait for the window is shorter.</summary>
    public static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(50);

    // A new role that has to wait longer meets Discord's limit of about 250 in two days, which must not keep everything else waiting.
    private static readonly TimeSpan LongestRoleWait = TimeSpan.FromMinutes(2);

    private const int MostTries = 1000;

    // Which bucket a route belongs to is told by the first answer from it.
    private readonly ConcurrentDictionary<string, string> _buckets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Waits a moment, or says that it is too long to wait.</summary>
    /// <param name="route">Method and template of the address.</param>
    /// <param name="counts">False for the few calls that somebody waits for: they pass by the window, but never by a 429.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="ServiceException">Busy, with the time to wait in whole seconds.</exception>
    public async Task EnterAsync(string route, bool counts, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TakeAsync(route, counts, cancellationToken) is not { } wait)
            {
                return;
            }

            if (wait >= ShortWait)
            {
                throw ServiceException.Busy(WholeSeconds(wait));
            }

            await Task.Delay(wait, clock, cancellationToken);
        }

        throw new InvalidOperationException($"No call to Discord could be made in {MostTries} tries.");
    }

    /// <summary>Nobody calls before this time has passed, unless a longer one is set already.</summary>
    public Task BackOffAsync(TimeSpan wait, CancellationToken cancellationToken) => StopAsync(DiscordLimit.Backoff, wait, cancellationToken);

    /// <summary>Whether a wait is that for more roles: then only new roles wait.</summary>
    public static bool IsRoleLimit(string route, TimeSpan wait) => route == DiscordApi.CreateRoleRoute && wait > LongestRoleWait;

    /// <summary>Takes over what the headers of an answer say.</summary>
    public async Task LearnAsync(string route, BucketHeaders headers, CancellationToken cancellationToken)
    {
        if (headers.Bucket is { } bucket)
        {
            _buckets[route] = bucket;
        }

        Tell(route, headers);
        if (headers is { Remaining: 0, ResetAfter: { } reset })
        {
            await StopAsync(IsRoleLimit(route, reset) ? [DiscordLimit.RoleCreation] : KeysOf(route), reset, cancellationToken);
        }
    }

    /// <summary>Until when something rests; null when it does not.</summary>
    public async Task<DateTimeOffset?> RestsUntilAsync(string name, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        return await Db(scope).Set<DiscordLimit>().Where(l => l.Name == name && l.Until > now).Select(l => (DateTimeOffset?)l.Until).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Lets something rest, unless it rests for longer already.</summary>
    public Task StopAsync(string name, TimeSpan wait, CancellationToken cancellationToken) => StopAsync([name], wait, cancellationToken);

    /// <summary>999 ms are one second. DISC-030.</summary>
    public static TimeSpan WholeSeconds(TimeSpan wait) => TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds));

    private async Task StopAsync(string[] names, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() + wait;
        await using var scope = scopes.CreateAsyncScope();
        await Db(scope).Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.discord_limits AS l (name, remaining, until) SELECT name, 0, {until} FROM unnest({names}) AS name ORDER BY name
            ON CONFLICT (name) DO UPDATE SET until = greatest(l.until, excluded.until)
            """,
            cancellationToken);
    }

    /// <returns>Null when the call may be made; otherwise how long not.</returns>
    private async Task<TimeSpan?> TakeAsync(string route, bool counts, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = KeysOf(route);
        var end = now + Window;
        await using var scope = scopes.CreateAsyncScope();
        // One statement, so that no two nodes come between reading and counting.
        var found = await Db(scope).Database.SqlQuery<Row>(
            $"""
            WITH stop AS (
                SELECT max(until) AS until FROM services.discord_limits WHERE (name = {DiscordLimit.Backoff} OR name = ANY ({keys})) AND until > {now}),
            taken AS (
                INSERT INTO services.discord_limits AS l (name, remaining, until)
                SELECT {DiscordLimit.Requests}, {PerWindow - 1}, {end} FROM stop WHERE {counts} AND stop.until IS NULL
                ON CONFLICT (name) DO UPDATE SET
                    remaining = CASE WHEN l.until <= {now} THEN excluded.remaining ELSE l.remaining - 1 END,
                    until = CASE WHEN l.until <= {now} THEN excluded.until ELSE l.until END
                RETURNING remaining, until)
            SELECT stop.until AS "Stop", taken.remaining AS "Remaining", taken.until AS "Until" FROM stop LEFT JOIN taken ON true
            """).ToListAsync(cancellationToken);
        return found[0] switch
        {
            { Stop: { } until } => until - now,
            { Remaining: < 0, Until: { } until } => until - now > LeastWait ? until - now : LeastWait,
            _ => null,
        };
    }

    /// <summary>Once for each window. DISC-031.</summary>
    private void Tell(string route, BucketHeaders headers)
    {
        var now = clock.GetUtcNow();
        var key = KeysOf(route)[0];
        if (headers is { Limit: { } limit, Remaining: { } remaining, ResetAfter: { } reset } && (!_told.TryGetValue(key, out var until) || until <= now))
        {
            _told[key] = now + reset;
            LogWindow(logger, route, remaining, limit, reset.TotalMilliseconds);
        }
    }

    /// <summary>The bucket, and the route itself: a node that has just started does not know yet which bucket it belongs to.</summary>
    private string[] KeysOf(string route) => _buckets.TryGetValue(route, out var bucket) ? ["bucket " + bucket, "bucket " + route] : ["bucket " + route];

    private static ServicesDb Db(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<ServicesDb>();

    [LoggerMessage(LogLevel.Debug, "Discord lets {Route} pass {Remaining} of {Limit} times more in the next {Milliseconds} ms.")]
    private static partial void LogWindow(ILogger logger, string route, int remaining, int limit, double milliseconds);

    private sealed record Row(DateTimeOffset? Stop, int? Remaining, DateTimeOffset? Until);
}
