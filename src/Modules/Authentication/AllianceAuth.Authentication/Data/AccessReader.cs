using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Data;

/// <summary>
/// Reads what users may do: everything in one statement, one user's from the cache. Whoever changes access drops it here after the commit;
/// the event of the change drops it again on whichever node delivers it, should this one have died in between.
/// </summary>
internal sealed class AccessReader(HybridCache cache, IServiceScopeFactory scopes)
{
    private const string Everybody = "authentication.access";

    // Beyond this many users one tag for everybody is cheaper than one for each.
    private const int Many = 1000;

    private const string Read = """
        SELECT u.id AS "Id", u.user_name AS "UserName", u.is_active AS "IsActive", u.is_staff AS "IsStaff", u.is_superuser AS "IsSuperuser",
               u.session_generation AS "SessionGeneration", u.date_joined AS "Joined", s.id AS "StateId", s.name AS "StateName", s.is_public AS "StateIsPublic",
               (SELECT min(m.kind) FROM authentication.state_members m WHERE u.is_active AND m.state_id = s.id AND (m.kind, m.entity_id) IN
                   ((0, u.main_character_id), (1, u.main_corporation_id), (2, u.main_alliance_id), (3, u.main_faction_id))) AS "FittingKind",
               u.main_character_id AS "MainId", u.main_name AS "MainName", u.main_corporation_id AS "CorporationId",
               u.main_corporation_name AS "CorporationName", u.main_corporation_ticker AS "CorporationTicker",
               u.main_alliance_id AS "AllianceId", u.main_alliance_name AS "AllianceName",
               u.main_faction_id AS "FactionId", u.main_faction_name AS "FactionName",
               ARRAY(SELECT o.character_id FROM authentication.ownerships o WHERE o.user_id = u.id ORDER BY o.character_id) AS "Characters",
               coalesce(g.ids, ARRAY[]::int[]) AS "GroupIds", coalesce(g.names, ARRAY[]::text[]) AS "GroupNames",
               ARRAY(
                   SELECT p.permission FROM authentication.state_permissions p WHERE u.is_active AND p.state_id = u.state
                   UNION
                   SELECT p.permission FROM authentication.group_members m JOIN authentication.group_permissions p ON p.group_id = m.group_id
                   WHERE u.is_active AND m.user_id = u.id
                   UNION
                   SELECT p.permission FROM authentication.user_permissions p WHERE u.is_active AND p.user_id = u.id) AS "Permissions"
        FROM authentication.users u
        JOIN authentication.states s ON s.id = u.state
        LEFT JOIN LATERAL (
            SELECT array_agg(g.id ORDER BY g.name) AS ids, array_agg(g.name::text ORDER BY g.name) AS names
            FROM authentication.group_members m JOIN authentication.groups g ON g.id = m.group_id
            WHERE m.user_id = u.id) g ON true
        WHERE u.id = ANY ({0})
        """;

    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromMinutes(10) };

    /// <summary>One user's access, from the cache when warm; null when there is no such user.</summary>
    public async ValueTask<AccessEntry?> FindAsync(UserId user, CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync(
            $"authentication.access.{user}",
            (Reader: this, User: user),
            static async (asked, cancelled) => (await asked.Reader.ReadAsync([asked.User], cancelled)).SingleOrDefault(),
            Options,
            [Everybody, Tag(user)],
            cancellationToken);

    /// <summary>Many users' access as the database has it, in one statement.</summary>
    public async Task<IReadOnlyList<AccessEntry>> ReadAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken)
    {
        // A scope of its own: the cache may share one reading between several requests, and each of them may end first.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthenticationDb>();
        var rows = await db.Database.SqlQueryRaw<AccessRow>(Read, users.Select(u => u.Value).ToArray()).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>Forgets what these users might do.</summary>
    public async ValueTask DropAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken)
    {
        if (users.Count > Many)
        {
            await DropAllAsync(cancellationToken);
            return;
        }

        await cache.RemoveByTagAsync(users.Select(Tag), cancellationToken);
    }

    /// <summary>Forgets what everybody might do: a state's or a group's grants changed, and anybody may be in it.</summary>
    public ValueTask DropAllAsync(CancellationToken cancellationToken) => cache.RemoveByTagAsync(Everybody, cancellationToken);

    private static string Tag(UserId user) => $"authentication.user.{user}";
}
