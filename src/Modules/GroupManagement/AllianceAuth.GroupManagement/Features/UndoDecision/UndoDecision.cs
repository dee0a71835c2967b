using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.UndoDecision;

/// <summary>A leader takes back what they decided a moment ago: the membership is as it was, and the request waits again where it stood.</summary>
internal static class UndoDecisionEndpoint
{
    private const string List = "/groupmanagement/requests/";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/groupmanagement/request/undo/{id:int}/", HandleAsync).RequireManager().WithName("groupmanagement:undo_request");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var undone = await mediator.Send(new UndoDecisionRequest(id, user), cancellationToken);
        if (undone is null)
        {
            return TypedResults.NotFound();
        }

        if (undone.IsForbidden)
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        var back = undone.IsLeave ? $"{List}?kind=leave" : List;
        if (undone.Refusal is null)
        {
            http.Flash(FlashLevel.Success, "groupmanagement.undo.done", undone.Name, undone.Group);
        }
        else if (!http.Request.IsPartial)
        {
            http.Flash(FlashLevel.Warning, undone.Refusal);
        }

        var page = http.Request.CurrentPage is { } current && current.StartsWith(List, StringComparison.Ordinal) ? TableQuery.Of(current) : TableQuery.Of(back);
        var view = await queue.DrawAsync(user, page, page.Filter("kind") == "leave", undone.Refusal is { } refusal ? [refusal] : [], cancellationToken);
        return http.Fragment<RequestListOutOfBand, RequestsView>(view, back, undone.Refusal);
    }
}

/// <summary>Takes a decision back.</summary>
/// <param name="Request">Number of the request that was decided.</param>
/// <param name="Actor">Who decided it, and takes it back.</param>
/// <returns>Null when no such decision is known.</returns>
internal sealed record UndoDecisionRequest(int Request, AccessSnapshot Actor) : IRequest<UndoneDecision?>;

/// <summary>What became of it.</summary>
internal sealed record UndoneDecision(string Name, string Group, bool IsLeave, Refusal? Refusal, bool IsForbidden = false);

internal sealed class UndoDecisionHandler(GroupManagementDb db, GroupBook book, Memberships memberships, GroupSignals signals, IMediator mediator, TimeProvider clock)
    : IRequestHandler<UndoDecisionRequest, UndoneDecision?>
{
    // Long enough to notice a wrong click, short enough that nobody decides twice.
    private static readonly TimeSpan UndoableFor = TimeSpan.FromMinutes(10);

    public async Task<UndoneDecision?> Handle(UndoDecisionRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two clicks at once: the second waits, and finds it taken back.
        var decision = await db.Log.FromSql($"SELECT * FROM groupmanagement.log WHERE request_id = {request.Request} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
        var group = decision is null ? null : await book.FindAsync(decision.GroupId, cancellationToken);
        var user = decision is null ? null : (await mediator.Send(new AccessOf([decision.UserId]), cancellationToken)).SingleOrDefault();
        if (decision is null || group is null || user is null)
        {
            return null;
        }

        var isLeave = decision.Type is GroupLogType.Leave;
        var undone = new UndoneDecision(user.Main?.Name ?? user.UserName, group.Name, isLeave, Refusal: null);
        if (!group.IsManagedBy(request.Actor))
        {
            return undone with { IsForbidden = true };
        }

        if (await FindRefusalAsync(decision, group, user, undone.Name, request.Actor, cancellationToken) is { } refusal)
        {
            return undone with { Refusal = refusal };
        }

        var now = clock.GetUtcNow();
        decision.TakeBack(now);
        if (decision.IsAccepted)
        {
            memberships.Note(group, UserName.Of(user), isLeave ? GroupLogType.Join : GroupLogType.Removed, isAccepted: true, UserName.Of(request.Actor));
        }

        db.Requests.Add(new GroupRequest(group.Id, user.User, isLeave, decision.AskedAt ?? now));
        db.Raise(new GroupRequestReopened(Guid.CreateVersion7(), now, user.User, group.Id, isLeave, request.Actor.User));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (decision.IsAccepted)
        {
            await memberships.SettleAsync([new Membership(user.User, group.Id)], cancellationToken);
        }

        await signals.RequestsChangedAsync([group], cancellationToken);
        await signals.MembershipsChangedAsync([user.User], cancellationToken);
        return undone;
    }

    /// <summary>Only the last word of the same leader, a moment ago, and nothing came of it since.</summary>
    private async Task<Refusal?> FindRefusalAsync(
        GroupLogEntry decision, GroupRules group, AccessSnapshot user, string name, AccessSnapshot actor, CancellationToken cancellationToken)
    {
        var isLast = !await db.Log.AnyAsync(l => l.GroupId == group.Id && l.UserId == user.User && l.Id > decision.Id, cancellationToken);
        var isFresh = decision.TakenBackAt is null && decision.ActorId == actor.User && clock.GetUtcNow() - decision.At < UndoableFor;
        var asksAgain = await db.Requests.AnyAsync(r => r.GroupId == group.Id && r.UserId == user.User, cancellationToken);
        var isIn = user.IsIn(group.Id);
        // A rejected request left them where they were; an accepted one moved them.
        var isAsDecided = isIn == (decision.Type is GroupLogType.Leave ? !decision.IsAccepted : decision.IsAccepted);
        if (!isLast || !isFresh || asksAgain || !isAsDecided)
        {
            return new Refusal("groupmanagement.undo.toolate", name, group.Name);
        }

        return decision is { Type: GroupLogType.Leave, IsAccepted: true } ? group.FindGrantRefusal(isLeave: false, user.State, user.StateName) : null;
    }
}
