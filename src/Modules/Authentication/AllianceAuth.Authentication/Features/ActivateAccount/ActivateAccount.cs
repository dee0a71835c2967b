using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Features.ActivateAccount;

/// <summary>Finishes a registration: address known, active, state decided. Works once. AUTH-054 to AUTH-056.</summary>
internal sealed record ActivateAccountRequest(UserId User, string Email) : IRequest<User?>;

/// <returns>The user, or null when there is nothing to finish (any more).</returns>
internal sealed class ActivateAccountHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<ActivateAccountRequest, User?>
{
    public async Task<User?> Handle(ActivateAccountRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var user = (await db.HoldUsersAsync([request.User], cancellationToken)).SingleOrDefault();
        if (user is not { Registration: RegistrationStatus.Pending })
        {
            return null;
        }

        user.FinishRegistration(request.Email, now);
        user.SignedIn(now);
        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync([user.Id], now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([user.Id], cancellationToken);
        return user;
    }
}
