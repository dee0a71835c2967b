using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.WithdrawRequest;

internal static class WithdrawRequestEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/group/request/withdraw/{id:int}/", HandleAsync).WithName("groupmanagement:request_withdraw");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var card = await mediator.Send(new WithdrawRequestRequest(new GroupId(id), http.User.UserId), cancellationToken);
        if (card is null)
        {
            return TypedResults.NotFound();
        }

        if (card.Refusal is null)
        {
            http.Flash(FlashLevel.Success, "groupmanagement.withdraw.done", card.Name);
        }

        return http.Fragment<GroupCardAnswer, GroupCardView>(card, orElse: $"/groups/#group-{id}", card.Refusal);
    }
}

/// <summary>Takes back what the user themselves asked for.</summary>
/// <returns>The group as the user now sees it, or null when there is none they may know of.</returns>
internal sealed record WithdrawRequestRequest(GroupId Group, UserId User) : IRequest<GroupCardView?>;

internal sealed class WithdrawRequestHandler(GroupManagementDb db, GroupBook book, GroupCards cards, GroupSignals signals, ICurrentUser currentUser)
    : IRequestHandler<WithdrawRequestRequest, GroupCardView?>
{
    public async Task<GroupCardView?> Handle(WithdrawRequestRequest request, CancellationToken cancellationToken)
    {
        var group = await book.FindAsync(request.Group, cancellationToken);
        if (group is null)
        {
            return null;
        }

        var withdrawn = await db.Requests.Where(r => r.GroupId == request.Group && r.UserId == request.User).ExecuteDeleteAsync(cancellationToken) > 0;
        if (withdrawn)
        {
            await signals.RequestsChangedAsync([group], cancellationToken);
        }
        else if (group.IsSecretFrom((await currentUser.FindAsync(cancellationToken))!))
        {
            return null;
        }

        // A leader was faster: the card shows what became of it.
        var refusal = withdrawn ? null : new Refusal("groupmanagement.withdraw.none", group.Name);
        return await cards.DrawAsync(group.Id, request.User, refusal, done: null, cancellationToken);
    }
}
