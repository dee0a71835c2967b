using System.Globalization;
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
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.UndoDecision;

/// <summary>A leader takes back what they decided a moment ago: the memberships are as they were, and the requests wait again where they stood.</summary>
internal static class UndoDecisionEndpoint
{
    private const string List = "/groupmanagement/requests/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/groupmanagement/request/undo/{id:int}/", (int id, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            HandleAsync([id], http, queue, currentUser, mediator, cancellationToken)).RequireManager().WithName("groupmanagement:undo_request");
        routes.MapPost($"{List}undo/", ([FromQuery] string? requests, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            HandleAsync(UndoPath.Read(requests), http, queue, currentUser, mediator, cancellationToken)).RequireManager().WithName("groupmanagement:undo_requests");
    }

    private static async Task<IResult> HandleAsync(
        IReadOnlyList<int> requests, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var undone = await mediator.Send(new UndoDecisionsRequest(requests, user), cancellationToken);
        if (undone.Count == 0)
        {
            return TypedResults.NotFound();
        }

        if (undone.All(u => u.IsForbidden))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        undone = [.. undone.Where(u => !u.IsForbidden)];
        var done = undone.Where(u => u.Refusal is null).ToList();
        if (done is [var one])
        {
            http.Flash(FlashLevel.Success, "groupmanagement.undo.done", one.Name, one.Group.Name);
        }
        else if (done.Count > 1)
        {
            http.Flash(FlashLevel.Success, "groupmanagement.undo.many", done.Count.ToString("N0", CultureInfo.CurrentCulture));
        }

        List<Refusal> refusals = [.. undone.Select(u => u.Refusal).OfType<Refusal>()];
        return undone.Count == 1 && http.LogAnswerOrNull(undone[0].Group.Id.Value, undone[0].Refusal) is { } log
            ? log
            : await AnswerAsync(http, queue, user, undone[0].IsLeave, refusals, done.Count == 0 ? refusals[0] : null, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, RequestQueue queue, AccessSnapshot user, bool isLeave, List<Refusal> refusals, Refusal? refusal, CancellationToken cancellationToken)
    {
        var back = isLeave ? $"{List}?kind=leave" : List;
        if (!http.Request.IsPartial)
        {
            refusals.ForEach(r => http.Flash(FlashLevel.Warning, r));
            return http.SeeOther(back);
        }

        var page = http.Request.CurrentPage is { } current && current.StartsWith(List, StringComparison.Ordinal) ? TableQuery.Of(current) : TableQuery.Of(back);
        var view = await queue.DrawAsync(user, page, page.Filter("kind") == "leave", refusals, http.Request.KeptRows, cancellationToken);
        return http.Fragment<RequestListOutOfBand, RequestsView>(view, back, refusal);
    }
}

/// <summary>Takes decisions back: as many statements for two hundred as for one, and each gets its own answer.</summary>
/// <param name="Requests">Numbers of the requests that were decided.</param>
/// <param name="Actor">Who decided them, and takes it back.</param>
/// <returns>What became of each; unknown ones are left out.</returns>
internal sealed record UndoDecisionsRequest(IReadOnlyList<int> Requests, AccessSnapshot Actor) : IRequest<IReadOnlyList<UndoneDecision>>;

/// <summary>What became of one.</summary>
internal sealed record UndoneDecision(string Name, GroupRules Group, bool IsLeave, Refusal? Refusal, bool IsForbidden = false);

internal sealed class UndoDecisionsHandler(GroupManagementDb db, GroupBook book, Memberships memberships, GroupSignals signals, IMediator mediator, TimeProvider clock)
    : IRequestHandler<UndoDecisionsRequest, IReadOnlyList<UndoneDecision>>
{
    public async Task<IReadOnlyList<UndoneDecision>> Handle(UndoDecisionsRequest request, CancellationToken cancellationToken)
    {
        int[] ids = [.. request.Requests.Distinct()];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Two clicks at once: the second waits, and finds it taken back.
        var decisions = await db.Log.FromSql($"SELECT * FROM groupmanagement.log WHERE request_id = ANY ({ids}) ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);
        if (decisions.Count == 0)
        {
            return [];
        }

        var groups = await book.FindAsync([.. decisions.Select(d => d.GroupId).Distinct()], cancellationToken);
        var users = (await mediator.Send(new AccessOf([.. decisions.Select(d => d.UserId).Distinct()]), cancellationToken)).ToDictionary(u => u.User);
        var since = await SinceAsync(decisions, cancellationToken);
        List<UndoneDecision> outcomes = [];
        List<(GroupLogEntry Decision, GroupRules Group)> undone = [];
        foreach (var decision in decisions)
        {
            if (!groups.TryGetValue(decision.GroupId, out var group) || !users.TryGetValue(decision.UserId, out var user))
            {
                continue;
            }

            var outcome = new UndoneDecision(user.Main?.Name ?? user.UserName, group, decision.Type is GroupLogType.Leave, Refusal: null);
            outcome = group.IsManagedBy(request.Actor)
                ? outcome with { Refusal = FindRefusal(decision, group, user, outcome.Name, request.Actor, since) }
                : outcome with { IsForbidden = true };
            outcomes.Add(outcome);
            if (outcome is { Refusal: null, IsForbidden: false })
            {
                undone.Add((decision, group));
                TakeBack(decision, group, user, request.Actor);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (undone.Count > 0)
        {
            await memberships.SettleAsync([.. undone.Where(u => u.Decision.IsAccepted).Select(u => new Membership(u.Decision.UserId, u.Group.Id))], cancellationToken);
            await signals.RequestsChangedAsync([.. undone.Select(u => u.Group).Distinct()], cancellationToken);
            await signals.MembershipsChangedAsync([.. undone.Select(u => u.Decision.UserId).Distinct()], cancellationToken);
        }

        return outcomes;
    }

    private void TakeBack(GroupLogEntry decision, GroupRules group, AccessSnapshot user, AccessSnapshot actor)
    {
        var now = clock.GetUtcNow();
        var isLeave = decision.Type is GroupLogType.Leave;
        decision.TakeBack(now);
        if (decision.IsAccepted)
        {
            memberships.Note(group, UserName.Of(user), isLeave ? GroupLogType.Join : GroupLogType.Removed, isAccepted: true, UserName.Of(actor));
        }

        db.Requests.Add(new GroupRequest(group.Id, user.User, isLeave, decision.AskedAt ?? now));
        db.Raise(new GroupRequestReopened(Guid.CreateVersion7(), now, user.User, group.Id, isLeave, actor.User));
    }

    /// <summary>What happened between these users and groups: the newest entry of each pair, and who waits again.</summary>
    private async Task<(Dictionary<(GroupId, UserId), long> Newest, HashSet<(GroupId, UserId)> Waiting)> SinceAsync(
        IReadOnlyList<GroupLogEntry> decisions, CancellationToken cancellationToken)
    {
        GroupId[] groups = [.. decisions.Select(d => d.GroupId).Distinct()];
        UserId[] users = [.. decisions.Select(d => d.UserId).Distinct()];
        var newest = await db.Log.AsNoTracking()
            .Where(l => groups.Contains(l.GroupId) && users.Contains(l.UserId))
            .GroupBy(l => new { l.GroupId, l.UserId })
            .Select(g => new { g.Key.GroupId, g.Key.UserId, Id = g.Max(l => l.Id) })
            .ToListAsync(cancellationToken);
        var waiting = await db.Requests.AsNoTracking()
            .Where(r => groups.Contains(r.GroupId) && users.Contains(r.UserId))
            .Select(r => new { r.GroupId, r.UserId })
            .ToListAsync(cancellationToken);
        return (newest.ToDictionary(n => (n.GroupId, n.UserId), n => n.Id), [.. waiting.Select(w => (w.GroupId, w.UserId))]);
    }

    /// <summary>Only the last word of the same leader, a moment ago, and nothing came of it since.</summary>
    private Refusal? FindRefusal(
        GroupLogEntry decision,
        GroupRules group,
        AccessSnapshot user,
        string name,
        AccessSnapshot actor,
        (Dictionary<(GroupId, UserId), long> Newest, HashSet<(GroupId, UserId)> Waiting) since)
    {
        var pair = (group.Id, user.User);
        // A rejected request left them where they were; an accepted one moved them.
        var isAsDecided = user.IsIn(group.Id) == (decision.Type is GroupLogType.Leave ? !decision.IsAccepted : decision.IsAccepted);
        if (since.Newest[pair] != decision.Id || !decision.IsFreshFor(actor.User, clock.GetUtcNow()) || since.Waiting.Contains(pair) || !isAsDecided)
        {
            return new Refusal("groupmanagement.undo.toolate", name, group.Name);
        }

        return decision is { Type: GroupLogType.Leave, IsAccepted: true } ? group.FindGrantRefusal(isLeave: false, user.State, user.StateName) : null;
    }
}
