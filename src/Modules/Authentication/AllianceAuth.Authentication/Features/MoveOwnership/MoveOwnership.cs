using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Changes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Features.MoveOwnership;

/// <summary>What follows when an admin gives a character to another user, or to nobody: mains, states and those who listen. ADM-017, ADM-037.</summary>
internal static class OwnershipMoves
{
    /// <summary>Before the save: whoever loses the character loses the main with it.</summary>
    public static async Task TellAsync(AdminWork<AuthenticationDb> work, Ownership ownership, AdminVerb verb, CancellationToken cancellationToken)
    {
        var (db, now) = (work.Db, work.Now);
        var before = db.Entry(ownership).Property(o => o.UserId).OriginalValue;
        if (verb != AdminVerb.Change || before == ownership.UserId)
        {
            return;
        }

        await db.ShareStatesAsync(cancellationToken);
        await db.HoldCharacterAsync(ownership.CharacterId, cancellationToken);
        var loser = (await db.HoldUsersAsync([before], cancellationToken)).SingleOrDefault();
        if (loser?.MainCharacterId == ownership.CharacterId)
        {
            loser.ClearMain(now);
        }

        db.Raise(new CharacterLost(Guid.CreateVersion7(now), now, before, ownership.CharacterId));
        db.Raise(new CharacterAdded(Guid.CreateVersion7(now), now, ownership.UserId, ownership.CharacterId));
        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync([before, ownership.UserId], now, cancellationToken: cancellationToken);
    }

    /// <summary>After the commit. Who it was taken from is not known here any more, so everybody's is read anew.</summary>
    public static Task FollowAsync(AdminWork<AuthenticationDb> work, Ownership ownership, AdminVerb verb, CancellationToken cancellationToken) =>
        work.Services.GetRequiredService<AccessReader>().DropAllAsync(cancellationToken).AsTask();

    /// <summary>Takes characters from their users, by the rule that a lost token follows.</summary>
    public static async Task<AdminDone> ReleaseAsync(AdminWork<AuthenticationDb> work, IReadOnlyList<Ownership> ownerships, CancellationToken cancellationToken)
    {
        var (db, now) = (work.Db, work.Now);
        var characters = ownerships.Select(o => o.CharacterId).Order().ToList();
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        foreach (var character in characters)
        {
            await db.HoldCharacterAsync(character, cancellationToken);
        }

        var held = await db.Ownerships.Where(o => characters.Contains(o.CharacterId)).ToListAsync(cancellationToken);
        var names = (await work.Services.GetRequiredService<IMediator>().Send(new FindCharacters([.. held.Select(o => o.CharacterId)]), cancellationToken)).ToDictionary(c => c.CharacterId, c => c.Name);
        foreach (var character in held.Select(o => o.CharacterId))
        {
            new ChangeTrail(db, "authentication", "characterownership", work.Actor?.User, now)
                .Record(character, names.GetValueOrDefault(character) ?? character.ToString(CultureInfo.InvariantCulture), ChangeKind.Deleted);
        }

        var losers = await db.ReleaseAsync(held, now, cancellationToken);
        await db.DecideStatesAsync(losers, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await work.Services.GetRequiredService<AccessReader>().DropAsync(losers, cancellationToken);
        return new AdminDone(held.Count);
    }
}
