using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AddCharacter;

/// <summary>Adds a character that EVE vouches for to a user; from whoever had it before. AUTH-024, AUTH-062.</summary>
internal sealed record AddCharacterRequest(UserId User, SsoResult Sso) : IRequest<Refusal?>;

internal sealed class AddCharacterHandler(AuthenticationDb db, AccessReader access, IMediator mediator, TimeProvider clock)
    : IRequestHandler<AddCharacterRequest, Refusal?>
{
    public async Task<Refusal?> Handle(AddCharacterRequest request, CancellationToken cancellationToken)
    {
        var (sso, now) = (request.Sso, clock.GetUtcNow());
        if (sso.StartedBy != request.User)
        {
            return new Refusal("authentication.addcharacter.otheruser", sso.CharacterName);
        }

        await mediator.Send(new EnsureCharacter(sso.CharacterId, sso.CharacterName), cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var losers = await db.ClaimAsync(sso.CharacterId, sso.OwnerHash, request.User, now, now, cancellationToken);
        await db.DecideStatesAsync(losers, now, cancellationToken: cancellationToken);
        var isOwner = await db.Ownerships.AnyAsync(
            o => o.CharacterId == sso.CharacterId && o.OwnerHash == sso.OwnerHash && o.UserId == request.User, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([.. losers, request.User], cancellationToken);
        return isOwner ? null : new Refusal("authentication.addcharacter.failed", sso.CharacterName);
    }
}
