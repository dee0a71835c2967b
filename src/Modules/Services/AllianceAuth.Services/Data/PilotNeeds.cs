using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Data;

/// <summary>
/// Accounts that a pilot should look at, in the cache: the menu of every page counts them. Who has such accounts at all is read once for everybody, for hardly
/// anybody has.
/// </summary>
internal sealed class PilotNeeds(HybridCache cache, IServiceScopeFactory scopes)
{
    private const string Everybody = "services.needs";

    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromMinutes(10), LocalCacheExpiration = TimeSpan.FromMinutes(10) };

    public async ValueTask<PilotNeedList> ReadAsync(UserId user, CancellationToken cancellationToken) =>
        (await ReadPilotsAsync(cancellationToken)).Has(user)
            ? await cache.GetOrCreateAsync(KeyOf(user), (scopes, user), static async (from, cancelled) => await LoadAsync(from.scopes, from.user, cancelled), Options, [KeyOf(user)], cancellationToken)
            : PilotNeedList.Nothing;

    /// <summary>Everybody who should look at an account.</summary>
    public ValueTask<NeededPilots> ReadPilotsAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(Everybody, scopes, static async (scopes, cancelled) => await LoadPilotsAsync(scopes, cancelled), Options, [Everybody], cancellationToken);

    /// <summary>Forgets what is cached of these pilots, after the commit.</summary>
    /// <param name="users">Whose accounts changed.</param>
    /// <param name="mayNeedThem">Whether an account may need its pilot that did not before. Who stands among everybody and needs nothing any more costs one statement, no more.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask DropAsync(IReadOnlyCollection<UserId> users, bool mayNeedThem, CancellationToken cancellationToken) =>
        cache.RemoveByTagAsync(mayNeedThem ? users.Select(KeyOf).Append(Everybody) : users.Select(KeyOf), cancellationToken);

    private static string KeyOf(UserId user) => $"services.needs:{user}";

    private static async Task<PilotNeedList> LoadAsync(IServiceScopeFactory scopes, UserId user, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var found = await NeedyIn(scope.ServiceProvider.GetRequiredService<ServicesDb>())
            .Where(a => a.UserId == user)
            .Select(a => new { a.Service, a.Trouble, a.TroubleArguments })
            .ToListAsync(cancellationToken);
        return new PilotNeedList([.. found.Select(f => new PilotNeed(f.Service, f.Trouble, f.TroubleArguments))]);
    }

    private static async Task<NeededPilots> LoadPilotsAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = await NeedyIn(scope.ServiceProvider.GetRequiredService<ServicesDb>()).Select(a => a.UserId).Distinct().OrderBy(u => u).ToListAsync(cancellationToken);
        return new NeededPilots([.. users.Select(u => u.Value)]);
    }

    private static IQueryable<Account> NeedyIn(ServicesDb db) => db.Accounts.AsNoTracking()
        .Where(a => a.Stage != AccountStage.Leaving && a.Stage != AccountStage.Gone && (a.Stage == AccountStage.WaitsForPilot || (a.Mark > a.Done && a.Trouble != null)));
}

/// <summary>Pilots who should look at an account of theirs.</summary>
/// <param name="Users">Their numbers, in order.</param>
internal sealed record NeededPilots(int[] Users)
{
    public bool Has(UserId user) => Array.BinarySearch(Users, user.Value) >= 0;
}

/// <summary>What a pilot should look at.</summary>
internal sealed record PilotNeedList(IReadOnlyList<PilotNeed> Needs)
{
    public static readonly PilotNeedList Nothing = new([]);
}

/// <summary>One account.</summary>
/// <param name="Service">Which service.</param>
/// <param name="Trouble">Text key of why it fails; null when it waits for the pilot.</param>
/// <param name="Arguments">Values for its placeholders.</param>
internal sealed record PilotNeed(string Service, string? Trouble, IReadOnlyList<string> Arguments);
