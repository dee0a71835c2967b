using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Results;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.MoveOwnership;

/// <summary>
/// Whoever decides which character belongs, or once belonged, to a user decides who may sign in as that user. Where a superuser is
/// concerned that is for superusers only, as everything about them is.
/// </summary>
internal static class SuperuserCharacters
{
    /// <summary>Why a character may not be given to that user, or taken from the one who has it.</summary>
    public static Task<IReadOnlyList<(string Field, Refusal Refusal)>> JudgeAsync(AdminWork<AuthenticationDb> work, Ownership ownership, CancellationToken cancellationToken) =>
        JudgeAsync(work, Of(ownership), work.Db.Entry(ownership).Property(o => o.UserId).OriginalValue, cancellationToken);

    /// <summary>Why a record may not be of that user, or not of another than before.</summary>
    public static Task<IReadOnlyList<(string Field, Refusal Refusal)>> JudgeAsync(AdminWork<AuthenticationDb> work, OwnershipRecord record, CancellationToken cancellationToken) =>
        JudgeAsync(work, Of(record), work.Db.Entry(record).Property(r => r.UserId).OriginalValue, cancellationToken);

    /// <summary>Which characters may not be taken from their users.</summary>
    public static Task<Func<Ownership, Refusal?>> KeepAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<Ownership> going, CancellationToken cancellationToken) =>
        KeepAsync(work, going, Of, cancellationToken);

    /// <summary>Which records may not go.</summary>
    public static Task<Func<OwnershipRecord, Refusal?>> KeepAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<OwnershipRecord> going, CancellationToken cancellationToken) =>
        KeepAsync(work, going, Of, cancellationToken);

    private static Proof Of(Ownership ownership) => new(ownership.UserId, ownership.CharacterId, ownership.OwnerHash);

    private static Proof Of(OwnershipRecord record) => new(record.UserId, record.CharacterId, record.OwnerHash);

    private static async Task<IReadOnlyList<(string Field, Refusal Refusal)>> JudgeAsync(AdminWork<AuthenticationDb> work, Proof wanted, UserId before, CancellationToken cancellationToken)
    {
        var refuse = await RefusalsAsync(work, [wanted, wanted with { User = before }], cancellationToken);
        return (refuse(wanted) ?? refuse(wanted with { User = before })) is { } refusal ? [("user", refusal)] : [];
    }

    private static async Task<Func<TRow, Refusal?>> KeepAsync<TRow>(
        AdminWork<AuthenticationDb> work, IReadOnlyList<TRow> going, Func<TRow, Proof> proofOf, CancellationToken cancellationToken)
    {
        var refuse = await RefusalsAsync(work, [.. going.Select(proofOf)], cancellationToken);
        return row => refuse(proofOf(row));
    }

    private static async Task<Func<Proof, Refusal?>> RefusalsAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<Proof> proofs, CancellationToken cancellationToken)
    {
        if (work.Actor is { IsSuperuser: true })
        {
            return _ => null;
        }

        var users = proofs.Select(p => p.User).Distinct().ToList();
        var superusers = await work.Db.Users.Where(u => u.IsSuperuser && users.Contains(u.Id)).Select(u => u.Id).ToListAsync(cancellationToken);
        // A superuser once owned the character under the same hash: without what is newer, it signs in as that superuser.
        var characters = proofs.Select(p => p.Character).Distinct().ToList();
        var recorded = await work.Db.OwnershipRecords
            .Where(r => characters.Contains(r.CharacterId) && work.Db.Users.Any(u => u.Id == r.UserId && u.IsSuperuser))
            .Select(r => new { r.CharacterId, r.OwnerHash })
            .ToListAsync(cancellationToken);
        return proof => superusers.Contains(proof.User) || recorded.Exists(r => r.CharacterId == proof.Character && r.OwnerHash == proof.Hash)
            ? new Refusal("authentication.user.superuseronly")
            : null;
    }

    private sealed record Proof(UserId User, long Character, string Hash);
}
