using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Contracts;
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

        return http.Request.Query["from"] == "toast"
            ? http.Fragment<GroupCardOutOfBand, GroupCardView>(card, orElse: "/groups/", card.Refusal)
            : http.Fragment<GroupCardAnswer, GroupCardView>(card, orElse: $"/groups/#group-{id}", card.Refusal);
    }
}

/// <returns>The group as the user now sees it, or null when there is none they may know of.</returns>
internal sealed record JoinGroupRequest(GroupId Group, UserId User) : IRequest<GroupCardView?>;

internal sealed class JoinGroupHandler(
    GroupManagementDb db, GroupBook book, GroupCards cards, SmartGate gate, Memberships memberships, GroupSignals signals, IMediator mediator, TimeProvider clock)
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
            await AskAsync(group, user, cancellationToken);
            return await cards.DrawAsync(group.Id, user.User, refusal: null, done: null, cancellationToken);
        }

        // A request from before the group was opened has been granted by this.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var answered = await db.Requests.Where(r => r.GroupId == group.Id && r.UserId == user.User).ExecuteDeleteAsync(cancellationToken);
        memberships.Note(group, UserName.Of(user), GroupLogType.Join, isAccepted: true, UserName.Of(user));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await memberships.SettleAsync([new Membership(user.User, group.Id)], cancellationToken);
        if (answered > 0)
        {
            await signals.RequestsChangedAsync([group], cancellationToken);
        }

        return await cards.DrawAsync(group.Id, user.User, refusal: null, "groupmanagement.card.youarein", cancellationToken);
    }

    private async Task AskAsync(GroupRules group, AccessSnapshot user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The same user clicks twice at once: one wins, and both see that they wait.
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO groupmanagement.requests (group_id, user_id, is_leave, created_at)
            VALUES ({group.Id.Value}, {user.User.Value}, false, {now})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) > 0;
        if (isNew)
        {
            db.Raise(new GroupRequestSubmitted(Guid.CreateVersion7(), now, user.User, group.Id, IsLeave: false));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await signals.RequestsChangedAsync([group], cancellationToken);
        }
    }
}
