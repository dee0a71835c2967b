using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.DecideRequests;

/// <summary>Accepts or rejects requests: as many statements for two hundred as for one, and each gets its own answer. GRP-037 to GRP-041.</summary>
/// <param name="Requests">Their numbers.</param>
/// <param name="IsLeave">The kind the form was about; others are not touched. GRP-040.</param>
/// <param name="Accepts">What is decided.</param>
/// <param name="Actor">Who decides.</param>
internal sealed record DecideRequestsRequest(IReadOnlyList<int> Requests, bool IsLeave, bool Accepts, AccessSnapshot Actor) : IRequest<DecidedRequests>;

/// <summary>What became of each; unknown numbers are left out.</summary>
internal sealed record DecidedRequests(IReadOnlyList<RequestOutcome> Outcomes);

/// <summary>What became of one.</summary>
internal sealed record RequestOutcome(string Name, string Group, int Request, Refusal? Refusal, bool IsForbidden = false);

internal sealed class DecideRequestsHandler(GroupManagementDb db, GroupBook book, SmartGate gate, Memberships memberships, GroupSignals signals, IMediator mediator, TimeProvider clock)
    : IRequestHandler<DecideRequestsRequest, DecidedRequests>
{
    public async Task<DecidedRequests> Handle(DecideRequestsRequest request, CancellationToken cancellationToken)
    {
        int[] ids = [.. request.Requests.Distinct()];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Whoever decides the same ones at the same moment waits here, and then finds them gone.
        var waiting = await db.Requests
            .FromSql($"SELECT * FROM groupmanagement.requests WHERE id = ANY ({ids}) AND is_leave = {request.IsLeave} ORDER BY id FOR UPDATE")
            .ToListAsync(cancellationToken);
        var groups = waiting.Count == 0 ? new Dictionary<GroupId, GroupRules>() : await book.FindAsync([.. waiting.Select(r => r.GroupId).Distinct()], cancellationToken);
        var users = (await mediator.Send(new AccessOf([.. waiting.Select(r => r.UserId).Distinct()]), cancellationToken)).ToDictionary(u => u.User);
        // Whoever does not pass a smart group's filters any more cannot be let in by a leader either.
        var failing = request is { Accepts: true, IsLeave: false }
            ? await gate.FindRefusalsAsync([.. groups.Values], [.. waiting.Select(r => r.UserId).Distinct()], cancellationToken)
            : new Dictionary<(GroupId, UserId), Refusal>();
        List<RequestOutcome> outcomes = [];
        List<GroupRequest> decided = [];
        foreach (var one in waiting)
        {
            if (!groups.TryGetValue(one.GroupId, out var group) || !users.TryGetValue(one.UserId, out var user))
            {
                // The group or the user went a moment ago; their request goes after them.
                continue;
            }

            var outcome = Judge(request, one, group, user);
            if (outcome.Refusal is null && failing.TryGetValue((group.Id, user.User), out var refusal))
            {
                outcome = outcome with
                {
                    Refusal = new Refusal(refusal.Code == SmartGate.Fails ? "groupmanagement.decide.notnow.filter" : "groupmanagement.decide.notnow.filterunknown", outcome.Name, group.Name),
                };
            }

            outcomes.Add(outcome);
            if (outcome.Refusal is null)
            {
                decided.Add(one);
                Decide(request, one, group, user);
            }
        }

        db.Requests.RemoveRange(decided);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (decided.Count > 0)
        {
            if (request.Accepts)
            {
                await memberships.SettleAsync([.. decided.Select(r => new Membership(r.UserId, r.GroupId))], cancellationToken);
            }

            await signals.RequestsChangedAsync([.. decided.Select(r => groups[r.GroupId]).Distinct()], cancellationToken);
            await signals.MembershipsChangedAsync([.. decided.Select(r => r.UserId).Distinct()], cancellationToken);
        }

        outcomes.AddRange(await FindDecidedBeforeAsync([.. ids.Except(waiting.Select(r => r.Id))], request, cancellationToken));
        return new DecidedRequests(outcomes);
    }

    private static RequestOutcome Judge(DecideRequestsRequest request, GroupRequest one, GroupRules group, AccessSnapshot user)
    {
        var name = user.Main?.Name ?? user.UserName;
        var outcome = new RequestOutcome(name, group.Name, one.Id, Refusal: null);
        if (!group.IsManagedBy(request.Actor))
        {
            return outcome with { Refusal = new Refusal("groupmanagement.decide.notyours", group.Name), IsForbidden = true };
        }

        // The state of now counts, not the one they asked in. What they may request is not asked again (GRP-040): a leader's word is enough.
        return request.Accepts && group.FindGrantRefusal(one.IsLeave, user.State, user.StateName) is { } refusal
            ? outcome with { Refusal = new Refusal("groupmanagement.decide.notnow." + refusal.Code[(refusal.Code.LastIndexOf('.') + 1)..], [name, .. refusal.Arguments]) }
            : outcome;
    }

    private void Decide(DecideRequestsRequest request, GroupRequest one, GroupRules group, AccessSnapshot user)
    {
        memberships.Note(
            group, UserName.Of(user), one.IsLeave ? GroupLogType.Leave : GroupLogType.Join, request.Accepts, UserName.Of(request.Actor), one);
        db.Raise(new GroupRequestDecided(Guid.CreateVersion7(), clock.GetUtcNow(), one.UserId, one.GroupId, one.IsLeave, request.Accepts, request.Actor.User));
    }

    /// <summary>Somebody else was faster: whoever comes second is told what the first decided.</summary>
    private async Task<IReadOnlyList<RequestOutcome>> FindDecidedBeforeAsync(int[] ids, DecideRequestsRequest request, CancellationToken cancellationToken)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        var log = await db.Log.AsNoTracking()
            .Where(l => l.RequestId != null && l.TakenBackAt == null && ids.Contains(l.RequestId.Value) && l.Type == (request.IsLeave ? GroupLogType.Leave : GroupLogType.Join))
            .ToListAsync(cancellationToken);
        var groups = (await book.ReadAsync(cancellationToken)).ManagedBy(request.Actor).Select(g => g.Id).ToHashSet();
        var people = (await mediator.Send(new FindUsers([.. log.SelectMany(l => new[] { l.UserId, l.ActorId }).Distinct()]), cancellationToken)).ToDictionary(u => u.User, u => u.Name);
        return
        [
            // What became of requests to groups that are not theirs is none of their business.
            .. log.Where(l => groups.Contains(l.GroupId)).Select(l =>
            {
                var name = people.GetValueOrDefault(l.UserId, l.UserName);
                return new RequestOutcome(name, l.GroupName, l.RequestId!.Value, new Refusal(
                    l.IsAccepted ? "groupmanagement.decide.wasaccepted" : "groupmanagement.decide.wasrejected",
                    name,
                    people.GetValueOrDefault(l.ActorId, l.ActorName),
                    l.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));
            }),
        ];
    }
}
