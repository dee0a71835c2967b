using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Draws up what waits for a leader. GRP-037.</summary>
internal sealed class RequestQueue(
    GroupManagementDb db, GroupBook book, WaitingRequests waiting, SmartGate gate, IOptions<GroupManagementSettings> settings, IMediator mediator, TimeProvider clock)
{
    /// <summary>A page of requests: three statements for any number, and those of the filters where smart groups are asked for.</summary>
    /// <param name="user">Who decides.</param>
    /// <param name="query">What the address says about the list.</param>
    /// <param name="isLeave">Whether these want out.</param>
    /// <param name="refusals">What became of requests they just decided.</param>
    /// <param name="kept">Requests they decided on this visit: they stay where they were, so that nothing slides under the cursor.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<RequestsView> DrawAsync(
        AccessSnapshot user, TableQuery query, bool isLeave, IReadOnlyList<Refusal> refusals, IReadOnlyList<int> kept, CancellationToken cancellationToken)
    {
        query = query.SortedBy("waiting", "group");
        var managed = (await book.ReadAsync(cancellationToken)).ManagedBy(user).ToDictionary(g => g.Id);
        var open = await waiting.ReadAsync(cancellationToken);
        var (joins, leaves) = open.Sum(managed.ContainsKey);
        var one = int.TryParse(query.Filter("group"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? managed.GetValueOrDefault(new GroupId(number)) : null;
        GroupId[] groups = query.Filter("group") is null ? [.. managed.Keys] : one is null ? [] : [one.Id];
        var queue = Queue(groups, isLeave, user.User, kept);
        var (rows, users, total) = query.Search is { } text
            ? await SearchAsync(queue, text, query, cancellationToken)
            : await ReadAsync(queue, query, cancellationToken);
        var undecided = rows.Where(r => r.DecidedAt is null).ToList();
        var notes = await NotesAsync(undecided, isLeave, cancellationToken);
        var failing = isLeave
            ? new Dictionary<(GroupId, UserId), Refusal>()
            : await gate.FindRefusalsAsync([.. undecided.Select(r => managed[r.Group]).Distinct()], [.. undecided.Select(r => r.User).Distinct()], cancellationToken);
        return new RequestsView(
            new TablePage<RequestRow>(
                [
                    .. rows.Where(r => users.ContainsKey(r.User)).Select(r => Draw(r, managed[r.Group], users[r.User], isLeave, failing.GetValueOrDefault((r.Group, r.User))) with
                    {
                        IsOwn = r.User == user.User,
                        Notes = r.DecidedAt is null ? [.. notes[(r.Group, r.User)]] : [],
                    }),
                ],
                total,
                query),
            isLeave,
            joins,
            leaves)
        {
            Groups =
            [
                .. open.Groups.Where(g => managed.ContainsKey(g.Group) && (isLeave ? g.Leaves : g.Joins) > 0)
                    .Select(g => new FilterChoice(g.Group.ToString(), managed[g.Group].Name, isLeave ? g.Leaves : g.Joins))
                    .OrderBy(c => c.Text, StringComparer.CurrentCultureIgnoreCase),
            ],
            Chosen = one is null or { IsInternal: true } ? null : new FilterChoice(one.Id.ToString(), one.Name),
            Managed = managed.Count,
            HidesLeaves = settings.Value.AutoLeave && open.Groups.All(g => g.Leaves == 0),
            Refusals = refusals,
            Kept = kept,
        };
    }

    /// <summary>What waits, and in its old place what the reader decided on this visit.</summary>
    private IQueryable<QueuedRequest> Queue(GroupId[] groups, bool isLeave, UserId reader, IReadOnlyList<int> kept)
    {
        int[] among = [.. groups.Select(g => g.Value)];
        int[] decided = [.. kept];
        var type = (int)(isLeave ? GroupLogType.Leave : GroupLogType.Join);
        return db.Database.SqlQuery<QueuedRequest>(
            $"""
            SELECT q.*, count(*) OVER () AS "Total"
            FROM (
                SELECT r.id AS "Id", r.group_id AS "GroupId", r.user_id AS "UserId", r.created_at AS "CreatedAt", NULL::timestamptz AS "DecidedAt", false AS "IsAccepted"
                FROM groupmanagement.requests r
                WHERE r.is_leave = {isLeave} AND r.group_id = ANY ({among})
                UNION ALL
                SELECT l.request_id, l.group_id, l.user_id, coalesce(l.asked_at, l.at), l.at, l.is_accepted
                FROM groupmanagement.log l
                WHERE l.request_id = ANY ({decided}) AND l.type = {type} AND l.actor_id = {reader.Value} AND l.taken_back_at IS NULL AND l.group_id = ANY ({among})
            ) q
            """);
    }

    private async Task<(IReadOnlyList<QueuedRequest> Rows, Dictionary<UserId, AccessSnapshot> Users, int Total)> ReadAsync(
        IQueryable<QueuedRequest> queue, TableQuery query, CancellationToken cancellationToken)
    {
        var rows = await Sorted(queue, query).Skip(query.Skip).Take(query.Size).ToListAsync(cancellationToken);
        // A page behind the last has no row to hold the total.
        var total = rows.Count > 0 ? (int)rows[0].Total : query.Skip > 0 ? await queue.CountAsync(cancellationToken) : 0;
        return (rows, await UsersAsync(rows.Select(r => r.User), cancellationToken), total);
    }

    /// <summary>Names are Authentication's: whoever searches is shown what fits of all that waits, which is hundreds and not thousands.</summary>
    private async Task<(IReadOnlyList<QueuedRequest> Rows, Dictionary<UserId, AccessSnapshot> Users, int Total)> SearchAsync(
        IQueryable<QueuedRequest> queue, string text, TableQuery query, CancellationToken cancellationToken)
    {
        var all = await Sorted(queue, query).ToListAsync(cancellationToken);
        var users = await UsersAsync(all.Select(r => r.User), cancellationToken);
        var fitting = all.Where(r => users.TryGetValue(r.User, out var user) && Fits(user, text)).ToList();
        return ([.. fitting.Skip(query.Skip).Take(query.Size)], users, fitting.Count);
    }

    private async Task<Dictionary<UserId, AccessSnapshot>> UsersAsync(IEnumerable<UserId> users, CancellationToken cancellationToken) =>
        (await mediator.Send(new AccessOf([.. users.Distinct()]), cancellationToken)).ToDictionary(u => u.User);

    /// <summary>What the log knows of each pilot and the group they ask about.</summary>
    private async Task<ILookup<(GroupId Group, UserId User), RequestNote>> NotesAsync(IReadOnlyList<QueuedRequest> rows, bool isLeave, CancellationToken cancellationToken)
    {
        GroupId[] groups = [.. rows.Select(r => r.Group).Distinct()];
        UserId[] users = [.. rows.Select(r => r.User).Distinct()];
        var past = rows.Count == 0 ? [] : await db.Log.AsNoTracking()
            .Where(l => groups.Contains(l.GroupId) && users.Contains(l.UserId) && l.TakenBackAt == null)
            .GroupBy(l => new { l.GroupId, l.UserId, l.Type, l.IsAccepted })
            .Select(g => new { g.Key, Count = g.Count(), Last = g.Max(l => l.At) })
            .ToListAsync(cancellationToken);
        return past
            .OrderByDescending(p => p.Last)
            .Select(p => (p.Key, Note: NoteOf(p.Key.Type, p.Key.IsAccepted, isLeave, p.Count, EveTimeText.Day(p.Last))))
            .Where(p => p.Note is not null)
            .ToLookup(p => (p.Key.GroupId, p.Key.UserId), p => p.Note!);
    }

    private static RequestNote? NoteOf(GroupLogType type, bool isAccepted, bool isLeave, int count, string day) => (type, isAccepted, isLeave) switch
    {
        (GroupLogType.Join, false, false) or (GroupLogType.Leave, false, true) =>
            new("groupmanagement.requests.known.rejected", IsWarning: true, count.ToString("N0", CultureInfo.CurrentCulture), day),
        (GroupLogType.Removed, _, false) => new("groupmanagement.requests.known.removed", IsWarning: true, day),
        (GroupLogType.Leave, true, false) => new("groupmanagement.requests.known.left", IsWarning: false, day),
        (GroupLogType.Join, true, true) => new("groupmanagement.requests.known.joined", IsWarning: false, day),
        _ => null,
    };

    private static IQueryable<QueuedRequest> Sorted(IQueryable<QueuedRequest> requests, TableQuery query) => (query.Sort, query.Descending) switch
    {
        ("group", false) => requests.OrderBy(r => r.GroupId).ThenBy(r => r.CreatedAt).ThenBy(r => r.Id),
        ("group", true) => requests.OrderByDescending(r => r.GroupId).ThenBy(r => r.CreatedAt).ThenBy(r => r.Id),
        // Longest first: oldest first is fair.
        (_, true) => requests.OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id),
        _ => requests.OrderBy(r => r.CreatedAt).ThenBy(r => r.Id),
    };

    private static bool Fits(AccessSnapshot user, string text) =>
        Contains(user.UserName, text) || Contains(user.Main?.Name, text) || Contains(user.Main?.CorporationName, text) || Contains(user.Main?.CorporationTicker, text);

    private static bool Contains(string? whole, string part) => whole?.Contains(part, StringComparison.CurrentCultureIgnoreCase) == true;

    private RequestRow Draw(QueuedRequest request, GroupRules group, AccessSnapshot user, bool isLeave, Refusal? failing) =>
        new(
            request.Id,
            user.User.Value,
            user.Main?.CharacterId,
            user.Main?.Name ?? user.UserName,
            user.Main?.CorporationTicker ?? "",
            user.Main?.CorporationName ?? "",
            group.Id.Value,
            group.Name,
            user.StateName,
            request.CreatedAt)
        {
            Blocked = request.DecidedAt is not null ? null
                : group.FindGrantRefusal(isLeave, user.State, user.StateName)
                    ?? (failing?.Code == SmartGate.Fails ? new Refusal("groupmanagement.decide.filter", group.Name) : null),
            DecidedAt = request.DecidedAt,
            IsAccepted = request.IsAccepted,
            IsUndoable = request.DecidedAt is { } at && clock.GetUtcNow() - at < GroupLogEntry.UndoableFor,
            Since = user.Joined,
            Groups = user.Groups.Count,
        };
}

/// <summary>A request as its leader's list reads it.</summary>
internal sealed record QueuedRequest(int Id, int GroupId, int UserId, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt, bool IsAccepted, long Total)
{
    public GroupId Group => new(GroupId);

    public UserId User => new(UserId);
}
