using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Keeping;
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

namespace AllianceAuth.GroupManagement.Features.JoinGroup;

internal static class JoinGroupEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/group/request/join/{id:int}/", ConfirmAsync).WithName("groupmanagement:request_add");
        routes.MapPost("/group/request/join/{id:int}/", HandleAsync);
    }

    /// <summary>The link that leaders hand out leads here: it tells what would happen and changes nothing. GRP-012, GRP-022.</summary>
    private static async Task<IResult> ConfirmAsync(
        int id, HttpContext http, GroupBook book, GroupCards cards, SmartGate gate, ICurrentUser currentUser, IStringLocalizer<GroupManagementModule> texts, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if (await book.FindAsync(new GroupId(id), cancellationToken) is not { } group || group.IsSecretFrom(user))
        {
            return TypedResults.NotFound();
        }

        var waits = (await cards.RequestsOfAsync(user.User, cancellationToken)).ContainsKey(group.Id);
        var decision = group.DecideJoin(user, waits);
        if (decision.Refusal is null && await gate.FindRefusalAsync(group, user.User, cancellationToken) is { } failing)
        {
            decision = new JoinDecision(NeedsLeader: false, failing);
        }

        var key = decision.NeedsLeader ? "groupmanagement.card.ask" : "groupmanagement.card.join";
        return http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
            texts["groupmanagement.join.question", group.Name],
            decision.Refusal is { } refusal
                ? texts.Say(refusal)
                : string.Join("\n\n", new[] { group.Description, texts[decision.NeedsLeader ? "groupmanagement.join.willask" : "groupmanagement.join.willjoin"].Value }.Where(t => t.Length > 0)),
            $"/group/request/join/{id}/",
            texts[key],
            "/groups/")
        {
            IsRefused = decision.Refusal is not null,
        });
    }

    private static async Task<IResult> HandleAsync(int id, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var card = await mediator.Send(new JoinGroupRequest(new GroupId(id), http.User.UserId), cancellationToken);
        if (card is null)
        {
            return TypedResults.NotFound();
        }

        if (card.Refusal is null)
        {
            // Joining at once is as easily taken back; a request has its button on the card.
            var undo = card.AskedAt is null ? $"/group/request/leave/{id}/?from=toast" : null;
            http.Flash(new FlashMessage(FlashLevel.Success, card.AskedAt is null ? "groupmanagement.join.done" : "groupmanagement.join.asked", [card.Name]) { UndoPath = undo });
        }

        return http.CardAnswer(card, id);
    }
}

/// <returns>The group as the user now sees it, or null when there is none they may know of.</returns>
internal sealed record JoinGroupRequest(GroupId Group, UserId User) : IRequest<GroupCardView?>;

internal sealed class JoinGroupHandler(
    GroupManagementDb db, GroupBook book, GroupCards cards, SmartGate gate, Memberships memberships, IMediator mediator)
    : IRequestHandler<JoinGroupRequest, GroupCardView?>
{
    public async Task<GroupCardView?> Handle(JoinGroupRequest request, CancellationToken cancellationToken)
    {
        var group = await book.FindAsync(request.Group, cancellationToken);
        var user = await mediator.AccessOf(request.User, cancellationToken);
        if (group is null || group.IsSecretFrom(user))
        {
            return null;
        }

        var waits = await db.Requests.AnyAsync(r => r.GroupId == group.Id && r.UserId == user.User, cancellationToken);
        var decision = group.DecideJoin(user, waits);
        if ((decision.Refusal ?? await gate.FindRefusalAsync(group, user.User, cancellationToken)) is { } refusal)
        {
            return await cards.DrawAsync(group.Id, user.User, refusal, done: null, cancellationToken);
        }

        if (decision.NeedsLeader)
        {
            await memberships.AskLeadersAsync(group, user.User, isLeave: false, cancellationToken);
            return await cards.DrawAsync(group.Id, user.User, refusal: null, done: null, cancellationToken);
        }

        await memberships.DecideAtOnceAsync(group, user, GroupLogType.Join, cancellationToken);
        return await cards.DrawAsync(group.Id, user.User, refusal: null, "groupmanagement.card.youarein", cancellationToken);
    }
}
