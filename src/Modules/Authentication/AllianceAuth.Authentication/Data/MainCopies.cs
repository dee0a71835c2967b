using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace AllianceAuth.Authentication.Data;

/// <summary>Every user's row holds where the main flies, as EveOnline last told it; states are decided by that. In as many statements for a thousand as for one.</summary>
internal sealed class MainCopies(AuthenticationDb db, IMediator mediator, TimeProvider clock)
{
    private const string TakeOver = """
        UPDATE authentication.users u
        SET main_name = c.name, main_corporation_id = c.corporation_id, main_corporation_name = c.corporation_name,
            main_corporation_ticker = c.corporation_ticker, main_alliance_id = c.alliance_id, main_alliance_name = c.alliance_name,
            main_faction_id = c.faction_id, main_faction_name = c.faction_name
        FROM unnest(@ids, @names, @corporations, @corporation_names, @corporation_tickers, @alliances, @alliance_names, @factions, @faction_names)
            AS c(id, name, corporation_id, corporation_name, corporation_ticker, alliance_id, alliance_name, faction_id, faction_name)
        WHERE u.main_character_id = c.id
          AND (u.main_name, u.main_corporation_id, u.main_corporation_name, u.main_corporation_ticker, u.main_alliance_id, u.main_alliance_name,
               u.main_faction_id, u.main_faction_name)
              IS DISTINCT FROM
              (c.name, c.corporation_id, c.corporation_name, c.corporation_ticker, c.alliance_id, c.alliance_name, c.faction_id, c.faction_name)
        RETURNING u.id AS "Value"
        """;

    /// <summary>Takes over where these mains fly, and decides the states of those who fly them. The caller drops what is cached of them.</summary>
    public async Task<RefreshedMains> RefreshAsync(IReadOnlyList<long> mains, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        long[] changed = [.. mains];
        var numbers = await db.Database.SqlQuery<int>(
            $"SELECT id AS \"Value\" FROM authentication.users WHERE main_character_id = ANY ({changed}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        if (numbers.Count == 0)
        {
            return new([], []);
        }

        // Asked while the users are held: whoever comes later with newer facts waits for this to be done.
        var characters = await mediator.Send(new FindCharacters(mains) { Uncached = true }, cancellationToken);
        // One that EVE has not told of yet (an admin deleted it a moment ago) takes nothing from anybody: unknown is never "no".
        var told = characters.Where(c => c.CorporationId is not null).ToList();
        var moved = await db.Database.SqlQueryRaw<int>(TakeOver, Columns(told)).ToListAsync(cancellationToken);
        foreach (var batch in moved.Chunk(StateDecisions.BatchSize))
        {
            db.Raise(new MainAffiliationChanged(Guid.CreateVersion7(), clock.GetUtcNow(), [.. batch.Select(id => new UserId(id))]));
        }

        UserId[] users = [.. numbers.Select(number => new UserId(number))];
        var decided = await db.DecideStatesAsync(users, clock.GetUtcNow(), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new(users, [.. moved.Select(id => new UserId(id)).Union(decided)]);
    }

    private static NpgsqlParameter[] Columns(IReadOnlyList<CharacterInfo> characters) =>
    [
        Column("ids", NpgsqlDbType.Bigint, characters.Select(c => c.CharacterId)),
        Column("names", NpgsqlDbType.Text, characters.Select(c => c.Name)),
        Column("corporations", NpgsqlDbType.Bigint, characters.Select(c => c.CorporationId)),
        Column("corporation_names", NpgsqlDbType.Text, characters.Select(c => c.CorporationName)),
        Column("corporation_tickers", NpgsqlDbType.Text, characters.Select(c => c.CorporationTicker)),
        Column("alliances", NpgsqlDbType.Bigint, characters.Select(c => c.AllianceId)),
        Column("alliance_names", NpgsqlDbType.Text, characters.Select(c => c.AllianceName)),
        Column("factions", NpgsqlDbType.Bigint, characters.Select(c => c.FactionId)),
        Column("faction_names", NpgsqlDbType.Text, characters.Select(c => c.FactionName)),
    ];

    private static NpgsqlParameter Column<T>(string name, NpgsqlDbType type, IEnumerable<T> values) =>
        new(name, NpgsqlDbType.Array | type) { Value = values.ToArray() };
}

/// <summary>What came of taking mains over.</summary>
/// <param name="Held">Who flies one of them.</param>
/// <param name="Changed">Those of them whose copy or state came out different.</param>
internal sealed record RefreshedMains(IReadOnlyList<UserId> Held, IReadOnlyList<UserId> Changed);
