using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Notifications.Data;

/// <summary>How many notifications a user has not read, and the newest few; in the cache, a zero like any other number. NOTE-011 to NOTE-014.</summary>
internal sealed class BellReader(HybridCache cache, ILiveSignals signals, IServiceScopeFactory scopes)
{
    private const string Everybody = "notifications.bell";
    private const int Shown = 5;

    // Beyond this many users one tag for everybody is cheaper than one for each.
    private const int Many = 1000;

    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromSeconds(86_400) };

    private static readonly HybridCacheEntryOptions OnlyCached = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    public ValueTask<BellContent> FindAsync(UserId user, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(
            Key(user),
            (Reader: this, User: user),
            static async (asked, cancelled) => await asked.Reader.ReadAsync(asked.User, cancelled),
            Options,
            [Everybody, Tag(user)],
            cancellationToken);

    /// <summary>What the cache has, or null: a page that is drawn for the first time does not wait for the bell.</summary>
    public async ValueTask<BellContent?> FindCachedAsync(UserId user, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync<BellContent?>(Key(user), static _ => ValueTask.FromResult<BellContent?>(null), OnlyCached, cancellationToken: cancellationToken);

    /// <summary>Forgets what these users' bells show, and lets their open pages look again: first the one, then the other, so that they find the new number.</summary>
    public async ValueTask DropAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken)
    {
        await (users.Count > Many ? cache.RemoveByTagAsync(Everybody, cancellationToken) : cache.RemoveByTagAsync(users.Select(Tag), cancellationToken));
        await signals.SendAsync(NotificationsModule.Topic.Name, users, cancellationToken);
    }

    private static string Key(UserId user) => $"notifications.bell.{user}";

    private static string Tag(UserId user) => $"notifications.user.{user}";

    private async Task<BellContent> ReadAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NotificationsDb>();
        var rows = await db.Notifications.AsNoTracking()
            .Where(n => n.UserId == user)
            .OrderByDescending(n => n.Id)
            .Take(Shown)
            .Select(n => new { n.Id, n.Level, n.Title, n.Arguments, n.CreatedAt, n.Viewed, Unread = db.Notifications.Count(o => o.UserId == user && !o.Viewed) })
            .ToListAsync(cancellationToken);
        return new BellContent(
            rows.Count == 0 ? 0 : rows[0].Unread,
            [.. rows.Select(r => new BellLine(r.Id, r.Level, r.Title, r.Arguments, r.CreatedAt, r.Viewed))]);
    }
}

/// <summary>What is cached of one user; texts are looked up when it is shown, in the reader's language.</summary>
internal sealed record BellContent(int Unread, IReadOnlyList<BellLine> Latest);

/// <summary>One of the newest notifications.</summary>
internal sealed record BellLine(long Id, NotificationLevel Level, string Title, string[] Arguments, DateTimeOffset CreatedAt, bool Viewed);
