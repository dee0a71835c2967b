using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Data;

/// <summary>Accounts that a pilot should look at, in the cache: the menu of every page counts them.</summary>
internal sealed class PilotNeeds(HybridCache cache, IServiceScopeFactory scopes)
{
    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromMinutes(10), LocalCacheExpiration = TimeSpan.FromMinutes(10) };

    public ValueTask<PilotNeedList> ReadAsync(UserId user, CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(KeyOf(user), (scopes, user), static async (from, cancelled) => await LoadAsync(from.scopes, from.user, cancelled), Options, [KeyOf(user)], cancellationToken);

    /// <summary>Forgets what is cached of these pilots, after the commit.</summary>
    public ValueTask DropAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken) => cache.RemoveByTagAsync(users.Select(KeyOf), cancellationToken);

    private static string KeyOf(UserId user) => $"services.needs:{user}";

    private static async Task<PilotNeedList> LoadAsync(IServiceScopeFactory scopes, UserId user, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var found = await db.Accounts.AsNoTracking()
            .Where(a => a.UserId == user && a.Stage != AccountStage.Leaving && a.Stage != AccountStage.Gone && (a.Stage == AccountStage.WaitsForPilot || (a.Mark > a.Done && a.Trouble != null)))
            .Select(a => new { a.Service, a.Trouble, a.TroubleArguments })
            .ToListAsync(cancellationToken);
        return new PilotNeedList([.. found.Select(f => new PilotNeed(f.Service, f.Trouble, f.TroubleArguments))]);
    }
}

/// <summary>What a pilot should look at.</summary>
internal sealed record PilotNeedList(IReadOnlyList<PilotNeed> Needs);

/// <summary>One account.</summary>
/// <param name="Service">Which service.</param>
/// <param name="Trouble">Text key of why it fails; null when it waits for the pilot.</param>
/// <param name="Arguments">Values for its placeholders.</param>
internal sealed record PilotNeed(string Service, string? Trouble, IReadOnlyList<string> Arguments);
