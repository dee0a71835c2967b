using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Data;

/// <summary>Finishes a registration: address known, active, state decided. Works once. AUTH-054 to AUTH-056.</summary>
internal sealed class AccountActivation(AuthenticationDb db, AccessReader access, TimeProvider clock)
{
    /// <param name="id">Whose registration.</param>
    /// <param name="email">The address, known to be theirs or taken on trust.</param>
    /// <param name="signsIn">Whether a session is opened right after it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The user, or null when there is nothing to finish (any more).</returns>
    public async Task<User?> FinishAsync(UserId id, string email, bool signsIn, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var user = (await db.HoldUsersAsync([id], cancellationToken)).SingleOrDefault();
        if (user is not { Registration: RegistrationStatus.Pending })
        {
            return null;
        }

        user.FinishRegistration(email, now);
        if (signsIn)
        {
            user.SignedIn(now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync([user.Id], now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([user.Id], cancellationToken);
        return user;
    }
}
