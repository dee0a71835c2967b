using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Draws up what waits for a leader. GRP-037.</summary>
internal sealed class RequestQueue(GroupManagementDb db, GroupBook book, WaitingRequests waiting, IOptions<GroupManagementSettings> settings, IMediator mediator)
{
    /// <summary>A page of requests: three statements for any number.</summary>
    public async Task<RequestsView> DrawAsync(AccessSnapshot user, TableQuery query, bool isLeave, IReadOnlyList<Refusal> refusals, CancellationToken cancellationToken)
    {
        query = query.SortedBy("waiting", "group");
        var managed = (await book.ReadAsync(cancellationToken)).ManagedBy(user).ToDictionary(g => g.Id);
        var open = await waiting.ReadAsync(cancellationToken);
        var (joins, leaves) = open.Sum(managed.ContainsKey);
        GroupId[] chosen = int.TryParse(query.Filter("group"), NumberStyles.None, CultureInfo.InvariantCulture, out var one)
            ? [.. managed.Keys.Where(g => g.Value == one)]
            : [.. managed.Keys];
        var requests = db.Requests.AsNoTracking().Where(r => r.IsLeave == isLeave && chosen.Contains(r.GroupId));
        var (rows, users, total) = query.Search is { } text
            ? await SearchAsync(requests, text, query, cancellationToken)
            : await ReadAsync(requests, query, cancellationToken);
        var notes = await NotesAsync(rows, isLeave, cancellationToken);
        return new RequestsView(
            new TablePage<RequestRow>(
                [.. rows.Where(r => users.ContainsKey(r.UserId)).Select(r => Draw(r, managed[r.GroupId], users[r.UserId], user.User) with { Notes = [.. notes[(r.GroupId, r.UserId)]] })], total, query),
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
            Managed = managed.Count,
            HidesLeaves = settings.Value.AutoLeave && open.Groups.All(g => g.Leaves == 0),
            Refusals = refusals,
        };
    }

    private async Task<(IReadOnlyList<GroupRequest> Rows, Dictionary<UserId, AccessSnapshot> Users, int Total)> ReadAsync(
        IQueryable<GroupRequest> requests, TableQuery query, CancellationToken cancellationToken)
    {
        var rows = await Sorted(requests, query).Skip(query.Skip).Take(query.Size).Select(r => new { Request = r, Total = requests.Count() }).ToListAsync(cancellationToken);
        // A page behind the last has no row to hold the total.
        var total = rows.Count > 0 ? rows[0].Total : query.Skip > 0 ? await requests.CountAsync(cancellationToken) : 0;
        return ([.. rows.Select(r => r.Request)], await UsersAsync(rows.Select(r => r.Request.UserId), cancellationToken), total);
    }

    /// <summary>Names are Authentication's: whoever searches is shown what fits of all that waits, which is hundreds and not thousands.</summary>
    private async Task<(IReadOnlyList<GroupRequest> Rows, Dictionary<UserId, AccessSnapshot> Users, int Total)> SearchAsync(
        IQueryable<GroupRequest> requests, string text, TableQuery query, CancellationToken cancellationToken)
    {
        var all = await Sorted(requests, query).ToListAsync(cancellationToken);
        var users = await UsersAsync(all.Select(r => r.UserId), cancellationToken);
        var fitting = all.Where(r => users.TryGetValue(r.UserId, out var user) && Fits(user, text)).ToList();
        return ([.. fitting.Skip(query.Skip).Take(query.Size)], users, fitting.Count);
    }

    private async Task<Dictionary<UserId, AccessSnapshot>> UsersAsync(IEnumerable<UserId> users, CancellationToken cancellationToken) =>
        (await mediator.Send(new AccessOf([.. users.Distinct()]), cancellationToken)).ToDictionary(u => u.User);

    /// <summary>What the log knows of each pilot and the group they ask about.</summary>
    private async Task<ILookup<(GroupId Group, UserId User), RequestNote>> NotesAsync(IReadOnlyList<GroupRequest> rows, bool isLeave, CancellationToken cancellationToken)
    {
        GroupId[] groups = [.. rows.Select(r => r.GroupId).Distinct()];
        UserId[] users = [.. rows.Select(r => r.UserId).Distinct()];
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

    private static IQueryable<GroupRequest> Sorted(IQueryable<GroupRequest> requests, TableQuery query) => (query.Sort, query.Descending) switch
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

    private static RequestRow Draw(GroupRequest request, GroupRules group, AccessSnapshot user, UserId reader) =>
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
            Blocked = group.FindGrantRefusal(request.IsLeave, user.State, user.StateName),
            IsOwn = user.User == reader,
            Since = user.Joined,
            Groups = user.Groups.Count,
        };
}
