using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AllianceAuth.Authentication.Data;

/// <summary>
/// Decides states for any number of users with one statement, in the transaction of whatever made it necessary.
/// Edits of states exclude each other and everything else that decides; changes of users only exclude those of the same users.
/// So no decision is made on facts that another transaction is changing, and the last one to commit has seen everything.
/// </summary>
internal static class StateDecisions
{
    /// <summary>Users of one event.</summary>
    public const int BatchSize = 1000;

    // "States" in ASCII. Taken before any row, by everybody in the same order, so nobody waits in a circle.
    private const long LockKey = 0x5374_6174_6573;

    /// <summary>
    /// The rule in SQL: reads <c>guest</c>, <c>asked</c>, <c>ruling_states</c> and <c>ruling_members</c>, gives <c>decided</c>. One text for deciding and
    /// for asking what would be decided, so the two cannot part. Who fits what is found by joins over all users at once; DISTINCT ON keeps the highest
    /// priority of each.
    /// </summary>
    internal const string Rule = """
        fitting AS (
            SELECT a.id AS user_id, s.id AS state_id, s.priority
            FROM asked a JOIN ruling_states s ON s.is_public
            WHERE a.counts
            UNION ALL
            SELECT a.id, s.id, s.priority
            FROM asked a
            JOIN ruling_members m ON m.kind = @character AND m.entity_id = a.main_character_id
            JOIN ruling_states s ON s.id = m.state_id
            WHERE a.counts
            UNION ALL
            SELECT a.id, s.id, s.priority
            FROM asked a
            JOIN ruling_members m ON m.kind = @corporation AND m.entity_id = a.main_corporation_id
            JOIN ruling_states s ON s.id = m.state_id
            WHERE a.counts
            UNION ALL
            SELECT a.id, s.id, s.priority
            FROM asked a
            JOIN ruling_members m ON m.kind = @alliance AND m.entity_id = a.main_alliance_id
            JOIN ruling_states s ON s.id = m.state_id
            WHERE a.counts
            UNION ALL
            SELECT a.id, s.id, s.priority
            FROM asked a
            JOIN ruling_members m ON m.kind = @faction AND m.entity_id = a.main_faction_id
            JOIN ruling_states s ON s.id = m.state_id
            WHERE a.counts
        ), best AS (
            SELECT DISTINCT ON (user_id) user_id, state_id
            FROM fitting
            WHERE state_id <> ALL (@leaving)
            ORDER BY user_id, priority DESC
        ), decided AS (
            SELECT a.id, coalesce(b.state_id, guest.id) AS state
            FROM asked a CROSS JOIN guest LEFT JOIN best b ON b.user_id = a.id
        )
        """;

    /// <summary>Whom the rule is asked about; whoever is switched off or has no main fits nothing.</summary>
    internal const string Asked = """
        asked AS (
            SELECT id, state, main_character_id, main_corporation_id, main_alliance_id, main_faction_id,
                   is_active AND main_character_id IS NOT NULL AS counts
            FROM authentication.users
            WHERE @everybody OR id = ANY (@users)
        )
        """;

    private const string Decide = $"""
        WITH made_guest AS (
            INSERT INTO authentication.states (name, priority, is_public, revision)
            SELECT @guest, least(0, (SELECT min(priority) - 1 FROM authentication.states)), true, 0
            WHERE NOT EXISTS (SELECT 1 FROM authentication.states WHERE name = @guest)
            RETURNING id
        ), guest AS (
            SELECT id FROM authentication.states WHERE name = @guest
            UNION ALL
            SELECT id FROM made_guest
        ), ruling_states AS NOT MATERIALIZED (
            SELECT id, priority, is_public FROM authentication.states
        ), ruling_members AS NOT MATERIALIZED (
            SELECT state_id, kind, entity_id FROM authentication.state_members
        ), {Asked}, {Rule}
        UPDATE authentication.users u
        SET state = d.state
        FROM decided d
        WHERE u.id = d.id AND u.state <> d.state
        RETURNING u.id AS "Value"
        """;

    extension(AuthenticationDb db)
    {
        /// <summary>For the rest of the transaction nobody else edits states or decides any.</summary>
        public Task HoldStatesAsync(CancellationToken cancellationToken) =>
            db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);

        /// <summary>For the rest of the transaction no state is edited. First thing in every transaction that changes what decides a user's state.</summary>
        public Task ShareStatesAsync(CancellationToken cancellationToken) =>
            db.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_xact_lock_shared({LockKey})", cancellationToken);

        /// <summary>For the rest of the transaction nobody else touches these users. Reads them anew.</summary>
        public Task<List<User>> HoldUsersAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken) =>
            db.Users.FromSql($"SELECT * FROM authentication.users WHERE id = ANY ({Numbers(users)}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);

        /// <summary>Decides anew and tells about those who came out different. AUTH-003 to AUTH-007.</summary>
        /// <param name="users">Who; null for everybody.</param>
        /// <param name="now">UTC.</param>
        /// <param name="leaving">A state about to be deleted: nobody gets it. AUTH-016.</param>
        /// <param name="cancellationToken">Cancels.</param>
        public async Task<IReadOnlyList<UserId>> DecideStatesAsync(
            IReadOnlyCollection<UserId>? users, DateTimeOffset now, StateId? leaving = null, CancellationToken cancellationToken = default)
        {
            var changed = await db.Database.SqlQueryRaw<int>(Decide, Parameters(users, leaving is { } state ? [state] : [])).ToListAsync(cancellationToken);
            foreach (var batch in changed.Chunk(BatchSize))
            {
                db.Raise(new UserStateChanged(Guid.CreateVersion7(), now, [.. batch.Select(id => new UserId(id))]));
            }

            await db.SaveChangesAsync(cancellationToken);
            return [.. changed.Select(id => new UserId(id))];
        }

        /// <summary>The number of the Guest state. AUTH-005.</summary>
        public async Task<StateId> FindGuestAsync(CancellationToken cancellationToken)
        {
            var guest = await db.States.AsNoTracking().SingleOrDefaultAsync(s => s.Name == State.GuestName, cancellationToken);
            if (guest is not null)
            {
                return guest.Id;
            }

            await db.DecideStatesAsync([], DateTimeOffset.UnixEpoch, cancellationToken: cancellationToken);
            return (await db.States.AsNoTracking().SingleAsync(s => s.Name == State.GuestName, cancellationToken)).Id;
        }
    }

    /// <summary>What <see cref="Rule"/> and <see cref="Asked"/> read.</summary>
    internal static object[] Parameters(IReadOnlyCollection<UserId>? users, IReadOnlyCollection<StateId> leaving) =>
    [
        Parameter("guest", State.GuestName),
        Parameter("everybody", users is null),
        Parameter("users", Numbers(users ?? [])),
        Parameter("leaving", leaving.Select(s => s.Value).ToArray()),
        Parameter("character", (int)EntityKind.Character),
        Parameter("corporation", (int)EntityKind.Corporation),
        Parameter("alliance", (int)EntityKind.Alliance),
        Parameter("faction", (int)EntityKind.Faction),
    ];

    private static NpgsqlParameter Parameter(string name, object value) => new(name, value);

    private static int[] Numbers(IReadOnlyCollection<UserId> users) => [.. users.Select(u => u.Value)];
}
