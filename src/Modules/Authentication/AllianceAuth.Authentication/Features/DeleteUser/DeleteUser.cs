using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.DeleteUser;

/// <summary>Deletes a user with everything of theirs. Others hear of it and take their part.</summary>
internal sealed record DeleteUserRequest(UserId Id, AccessSnapshot Actor) : IRequest<DeletedUser?>;

/// <summary>Who went, or why not.</summary>
internal sealed record DeletedUser(string Name, Refusal? Refusal);

/// <returns>Null when there is no such user.</returns>
internal sealed class DeleteUserHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<DeleteUserRequest, DeletedUser?>
{
    public async Task<DeletedUser?> Handle(DeleteUserRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var user = (await db.HoldUsersAsync([request.Id], cancellationToken)).SingleOrDefault();
        if (user is null)
        {
            return null;
        }

        if (UserEdit.FindDeleteRefusal(request.Actor, user) is { } refusal)
        {
            return new(user.UserName, refusal);
        }

        new ChangeTrail(db, "authentication", "user", request.Actor.User, now).Record(user.Id, user.UserName, ChangeKind.Deleted);
        db.Raise(new UserDeleted(Guid.CreateVersion7(), now, user.Id));
        db.Users.Remove(user);
        await db.SaveChangesAsync(cancellationToken);
        await db.LocalAccounts.Where(a => a.Id == request.Id.Value).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([request.Id], cancellationToken);
        return new(user.UserName, null);
    }
}

/// <summary>The tokens of a deleted user go too.</summary>
internal sealed class DeleteTokensOfDeletedUser(IMediator mediator) : INotificationHandler<UserDeleted>
{
    public Task Handle(UserDeleted notification, CancellationToken cancellationToken) => mediator.Send(new DeleteTokensOf(notification.User), cancellationToken);
}
