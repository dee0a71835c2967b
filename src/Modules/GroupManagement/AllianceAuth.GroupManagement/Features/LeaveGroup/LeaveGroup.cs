using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Features.LeaveGroup;

internal static class LeaveGroupEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/group/request/leave/{id:int}/", ConfirmAsync).WithName("groupmanagement:request_leave");
        routes.MapPost("/group/request/leave/{id:int}/", HandleAsync);
    }

    private static async Task<IResult> ConfirmAsync(
        int id,
        HttpContext http,
        GroupBook book,
        GroupCards cards,
        ICurrentUser currentUser,
        IOptions<GroupManagementSettings> settings,
        IStringLocalizer<GroupManagementModule> texts,
        CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if (await book.FindAsync(new GroupId(id), cancellationToken) is not { } group || group.IsSecretFrom(user))
        {
            return TypedResults.NotFound();
        }

        var waits = (await cards.RequestsOfAsync(user.User, cancellationToken)).ContainsKey(group.Id);
        var decision = group.DecideLeave(user, waits, settings.Value.AutoLeave);
        return http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
            texts["groupmanagement.leave.question", group.Name],
            decision.Refusal is { } refusal ? texts.Say(refusal) : texts[decision.NeedsLeader ? "groupmanagement.leave.willask" : "groupmanagement.leave.willleave"],
            $"/group/request/leave/{id}/",
            texts["groupmanagement.card.leave"],
            "/groups/")
        {
            IsRefused = decision.Refusal is not null,
        });
    }

    private static async Task<IResult> HandleAsync(int id, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var card = await mediator.Send(new LeaveGroupRequest(new GroupId(id), http.User.UserId), cancellationToken);
        if (card is null)
        {
            return TypedResults.NotFound();
        }

        if (card.Refusal is null)
        {
            // Only where joining takes effect at once can leaving be taken back.
            var undo = card.Action is GroupCardAction.Join ? $"/group/request/join/{id}/?from=toast" : null;
            http.Flash(new FlashMessage(FlashLevel.Success, card.AskedAt is null ? "groupmanagement.leave.done" : "groupmanagement.leave.asked", [card.Name]) { UndoPath = undo });
        }

        return http.CardAnswer(card, id);
    }
}

/// <returns>The group as the user now sees it, or null when there is none they may know of.</returns>
internal sealed record LeaveGroupRequest(GroupId Group, UserId User) : IRequest<GroupCardView?>;

internal sealed class LeaveGroupHandler(
    GroupManagementDb db,
    GroupBook book,
    GroupCards cards,
    Memberships memberships,
    IOptions<GroupManagementSettings> settings,
    IMediator mediator)
    : IRequestHandler<LeaveGroupRequest, GroupCardView?>
{
    public async Task<GroupCardView?> Handle(LeaveGroupRequest request, CancellationToken cancellationToken)
    {
        var group = await book.FindAsync(request.Group, cancellationToken);
        var user = await mediator.AccessOf(request.User, cancellationToken);
        if (group is null || group.IsSecretFrom(user))
        {
            return null;
        }

        var waits = await db.Requests.AnyAsync(r => r.GroupId == group.Id && r.UserId == user.User, cancellationToken);
        var decision = group.DecideLeave(user, waits, settings.Value.AutoLeave);
        if (decision.Refusal is not null)
        {
            return await cards.DrawAsync(group.Id, user.User, decision.Refusal, done: null, cancellationToken);
        }

        if (decision.NeedsLeader)
        {
            await memberships.AskLeadersAsync(group, user.User, isLeave: true, cancellationToken);
            return await cards.DrawAsync(group.Id, user.User, refusal: null, done: null, cancellationToken);
        }

        await memberships.DecideAtOnceAsync(group, user, GroupLogType.Leave, cancellationToken);
        return await cards.DrawAsync(group.Id, user.User, refusal: null, "groupmanagement.card.youareout", cancellationToken);
    }
}
