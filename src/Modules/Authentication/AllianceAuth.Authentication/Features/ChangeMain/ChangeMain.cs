using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ChangeMain;

/// <summary>Makes another character the main.</summary>
/// <param name="User">Whose.</param>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Proof">What EVE just vouched for, or null when the character was chosen among one's own.</param>
internal sealed record ChangeMainRequest(UserId User, long CharacterId, SsoResult? Proof) : IRequest<ChangeMainResult>;

/// <summary>The new main's name, or why it did not change.</summary>
internal sealed record ChangeMainResult(string Name, Refusal? Refusal);

internal sealed class ChangeMainHandler(AuthenticationDb db, AccessReader access, IMediator mediator, TimeProvider clock)
    : IRequestHandler<ChangeMainRequest, ChangeMainResult>
{
    public async Task<ChangeMainResult> Handle(ChangeMainRequest request, CancellationToken cancellationToken)
    {
        if (request.Proof is { } brought && brought.StartedBy != request.User)
        {
            return new(brought.CharacterName, new Refusal("authentication.addcharacter.otheruser", brought.CharacterName));
        }

        var now = clock.GetUtcNow();
        var character = request.Proof is { } proof
            ? await mediator.Send(new EnsureCharacter(proof.CharacterId, proof.CharacterName), cancellationToken)
            : (await mediator.Send(new FindCharacters([request.CharacterId]) { Uncached = true }, cancellationToken)).SingleOrDefault();
        if (character is null)
        {
            return new("", new Refusal("authentication.changemain.unknown"));
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        await db.HoldCharacterAsync(character.CharacterId, cancellationToken);
        var (refusal, losers) = await FindRefusalAsync(request, character, now, cancellationToken);
        if (refusal is not null)
        {
            return new(character.Name, refusal);
        }

        var user = (await db.HoldUsersAsync([request.User], cancellationToken)).Single();
        user.SetMain(character, now);
        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync([.. losers, user.Id], now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([.. losers, user.Id], cancellationToken);
        return new(character.Name, null);
    }

    private async Task<(Refusal? Refusal, IReadOnlyList<UserId> Losers)> FindRefusalAsync(
        ChangeMainRequest request, CharacterInfo character, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var owner = await db.Ownerships.AsNoTracking().SingleOrDefaultAsync(o => o.CharacterId == character.CharacterId, cancellationToken);
        if (owner?.UserId == request.User)
        {
            return (null, []);
        }

        if (owner is not null)
        {
            return (new Refusal("authentication.changemain.foreign", character.Name), []);
        }

        if (request.Proof is not { } proof)
        {
            return (new Refusal("authentication.changemain.unknown"), []);
        }

        // AUTH-065: nobody's character, and EVE says it is this user's.
        return (null, await db.ClaimAsync(character.CharacterId, proof.OwnerHash, request.User, now, now, cancellationToken));
    }
}
