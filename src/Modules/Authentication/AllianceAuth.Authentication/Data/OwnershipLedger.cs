using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>
/// Who owns which character. Every method belongs into a transaction that began with <c>ShareStatesAsync</c>; what it changes is saved by
/// the caller, who then decides the states of those it names.
/// </summary>
internal static class OwnershipLedger
{
    // "Owners" in ASCII, folded into the first half of a two-part lock.
    private const int LockClass = 0x4F77_6E65;

    extension(AuthenticationDb db)
    {
        /// <summary>For the rest of the transaction nobody else decides who owns this character.</summary>
        public Task HoldCharacterAsync(long characterId, CancellationToken cancellationToken) =>
            db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockClass}, hashint8({characterId}))", cancellationToken);

        /// <summary>For the rest of the transaction nobody else picks a user name.</summary>
        public Task HoldUserNamesAsync(CancellationToken cancellationToken) =>
            db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockClass}, 0)", cancellationToken);

        /// <summary>Takes away what a proof contradicts: ownership of the character by another hash, and by another user if one is named. AUTH-023.</summary>
        /// <param name="characterId">EVE id.</param>
        /// <param name="ownerHash">The hash that was proved.</param>
        /// <param name="user">Who proved it; null while a login is under way.</param>
        /// <param name="provedAt">UTC. An ownership that began later stays: the proof is old news.</param>
        /// <param name="now">UTC.</param>
        /// <param name="cancellationToken">Cancels.</param>
        /// <returns>Users who lost the character.</returns>
        public async Task<IReadOnlyList<UserId>> PurgeAsync(
            long characterId, string ownerHash, UserId? user, DateTimeOffset provedAt, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var contradicted = await db.Ownerships
                .Where(o => (o.CharacterId == characterId || o.OwnerHash == ownerHash) && o.Since <= provedAt)
                .ToListAsync(cancellationToken);
            contradicted.RemoveAll(o => o.CharacterId == characterId && o.OwnerHash == ownerHash && (user is null || o.UserId == user));
            return await db.ReleaseAsync(contradicted, now, cancellationToken);
        }

        /// <summary>Ends ownerships; whoever loses the main with it has none. AUTH-028.</summary>
        public async Task<IReadOnlyList<UserId>> ReleaseAsync(IReadOnlyCollection<Ownership> ownerships, DateTimeOffset now, CancellationToken cancellationToken)
        {
            if (ownerships.Count == 0)
            {
                return [];
            }

            var losers = ownerships.Select(o => o.UserId).Distinct().ToList();
            var users = (await db.HoldUsersAsync(losers, cancellationToken)).ToDictionary(u => u.Id);
            foreach (var ownership in ownerships)
            {
                if (users[ownership.UserId].MainCharacterId == ownership.CharacterId)
                {
                    users[ownership.UserId].ClearMain(now);
                }

                db.Ownerships.Remove(ownership);
                db.Raise(new CharacterLost(Guid.CreateVersion7(), now, ownership.UserId, ownership.CharacterId));
            }

            // At once: another ownership of the same character or hash may follow in this transaction.
            await db.SaveChangesAsync(cancellationToken);
            return losers;
        }

        /// <summary>Makes a user the owner, unless an ownership that began after the proof says otherwise. AUTH-022 to AUTH-024, AUTH-027.</summary>
        /// <returns>Users who lost the character by it.</returns>
        public async Task<IReadOnlyList<UserId>> ClaimAsync(
            long characterId, string ownerHash, UserId user, DateTimeOffset provedAt, DateTimeOffset now, CancellationToken cancellationToken)
        {
            await db.HoldCharacterAsync(characterId, cancellationToken);
            var losers = await db.PurgeAsync(characterId, ownerHash, user, provedAt, now, cancellationToken);
            if (await db.Ownerships.AnyAsync(o => o.CharacterId == characterId || o.OwnerHash == ownerHash, cancellationToken))
            {
                return losers;
            }

            db.Ownerships.Add(new Ownership(characterId, ownerHash, user, now));
            var newest = await db.FindNewestRecordAsync(characterId, ownerHash, cancellationToken);
            if (newest?.UserId != user)
            {
                db.OwnershipRecords.Add(new OwnershipRecord(characterId, ownerHash, user, now));
            }

            db.Raise(new CharacterAdded(Guid.CreateVersion7(), now, user, characterId));
            await db.SaveChangesAsync(cancellationToken);
            return losers;
        }

        /// <summary>The record that says who last owned this character under exactly this hash. AUTH-042.</summary>
        public Task<OwnershipRecord?> FindNewestRecordAsync(long characterId, string ownerHash, CancellationToken cancellationToken) =>
            db.OwnershipRecords
                .Where(r => r.CharacterId == characterId && r.OwnerHash == ownerHash)
                .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
                .FirstOrDefaultAsync(cancellationToken);
    }
}
