using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.DeleteUser;

internal static class DeleteUserEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/admin/authentication/user/{id:int}/delete/", HandleAsync)
            .RequireStaff().RequirePermission(AuthenticationPermissions.DeleteUser).RequirePermission("authentication.delete_user").WithName("admin:authentication_user_delete");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var actor = (await currentUser.FindAsync(cancellationToken))!;
        switch (await mediator.Send(new DeleteUserRequest(new UserId(id), actor), cancellationToken))
        {
            case null:
                return TypedResults.NotFound();
            case { Refusal: { } refusal }:
                http.Flash(FlashLevel.Error, refusal);
                return http.SeeOther($"/admin/authentication/user/{id}/change/");
            case var deleted:
                http.Flash(FlashLevel.Success, "authentication.user.deleted", deleted.Name);
                return http.SeeOther("/admin/authentication/user/");
        }
    }
}

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

        db.Audit.Add(new AuditEntry(AuditSubject.User, user.Id.Value, "authentication.audit.deleted", user.UserName, "", request.Actor.User, now));
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
