using System.Runtime.CompilerServices;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.GroupManagement.Features.ShowAuditLog;

internal static class ShowAuditLogEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/groupmanagement/membership/{id:int}/audit-log/", HandleAsync).RequireManager().WithName("groupmanagement:audit_log");

    /// <summary>Who came, left or was refused, newest first. GRP-045.</summary>
    private static async Task<IResult> HandleAsync(
        int id, HttpContext http, TableQuery query, GroupManagementDb db, GroupBook book, ICurrentUser currentUser, IMediator mediator, TimeProvider clock, IStringLocalizer<GroupManagementModule> texts, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if ((await book.ReadAsync(cancellationToken)).Find(new GroupId(id)) is not { } group)
        {
            return TypedResults.NotFound();
        }

        if (group.IsInternal || !group.IsManagedBy(user))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        query = query.SortedBy("-at");
        var entries = Filtered(db.Log.AsNoTracking().Where(l => l.GroupId == group.Id), query);
        if (query.WantsCsv)
        {
            return http.Csv(
                $"{group.Name} log",
                EveryAsync(entries, query.Descending, mediator, cancellationToken),
                new CsvColumn<LogRow>(texts["groupmanagement.log.at"], r => r.At),
                new CsvColumn<LogRow>(texts["groupmanagement.log.requestor"], r => r.UserName),
                new CsvColumn<LogRow>(texts["groupmanagement.column.character"], r => r.Character),
                new CsvColumn<LogRow>(texts["groupmanagement.column.corporation"], r => r.Corporation),
                new CsvColumn<LogRow>(texts["groupmanagement.log.type"], r => texts[r.TypeText]),
                new CsvColumn<LogRow>(texts["groupmanagement.log.action"], r => r.IsTakenBack ? $"{texts[r.ActionText]}, {texts["groupmanagement.log.takenback"]}" : texts[r.ActionText]),
                new CsvColumn<LogRow>(texts["groupmanagement.log.actor"], r => r.Actor));
        }

        var sorted = query.Descending ? entries.OrderByDescending(l => l.Id) : entries.OrderBy(l => l.Id);
        var rows = await sorted.Skip(query.Skip).Take(query.Size).Select(l => new { Entry = l, Total = entries.Count() }).ToListAsync(cancellationToken);
        var total = rows.Count > 0 ? rows[0].Total : query.Skip > 0 ? await entries.CountAsync(cancellationToken) : 0;
        var undoable = await FindUndoableAsync(group.Id, [.. rows.Select(r => r.Entry).Where(e => e.IsFreshFor(user.User, clock.GetUtcNow()))], db, cancellationToken);
        var drawn = await DrawAsync([.. rows.Select(r => r.Entry)], mediator, cancellationToken);
        var page = new TablePage<LogRow>([.. drawn.Select(r => r with { UndoPath = undoable.GetValueOrDefault(r.Id) })], total, query);
        return http.Page<AuditLogPage, AuditLogView>(new AuditLogView(group.Id.Value, group.Name, page));
    }

    /// <summary>The reader's own last words about pilots, as long as they can be taken back.</summary>
    private static async Task<IReadOnlyDictionary<long, string>> FindUndoableAsync(
        GroupId group, IReadOnlyList<GroupLogEntry> fresh, GroupManagementDb db, CancellationToken cancellationToken)
    {
        var own = fresh.Where(e => e.RequestId is not null || e.Type is GroupLogType.Removed).ToDictionary(e => e.Id);
        if (own.Count == 0)
        {
            return new Dictionary<long, string>();
        }

        UserId[] users = [.. own.Values.Select(e => e.UserId).Distinct()];
        var last = await db.Log.AsNoTracking()
            .Where(l => l.GroupId == group && users.Contains(l.UserId) && !db.Requests.Any(r => r.GroupId == group && r.UserId == l.UserId))
            .GroupBy(l => l.UserId)
            .Select(g => g.Max(l => l.Id))
            .ToListAsync(cancellationToken);
        return last.Where(own.ContainsKey).ToDictionary(
            id => id, id => LogAnswer.InLog(own[id].RequestId is { } request ? UndoPath.Of(request) : UndoPath.OfRemoval(group.Value, own[id].UserId.Value)));
    }

    /// <summary>All of them, for a file.</summary>
    private static async IAsyncEnumerable<LogRow> EveryAsync(
        IQueryable<GroupLogEntry> entries, bool descending, IMediator mediator, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in entries.InChunksAsync(l => l.Id, descending, cancellationToken))
        {
            foreach (var row in await DrawAsync(chunk, mediator, cancellationToken))
            {
                yield return row;
            }
        }
    }

    private static IQueryable<GroupLogEntry> Filtered(IQueryable<GroupLogEntry> entries, TableQuery query)
    {
        if (query.Search is { } text)
        {
            var pattern = LikePattern.Containing(text);
            entries = entries.Where(l => EF.Functions.ILike(l.UserName, pattern, LikePattern.Escape) || EF.Functions.ILike(l.ActorName, pattern, LikePattern.Escape));
        }

        entries = query.Filter("type") switch
        {
            "join" => entries.Where(l => l.Type == GroupLogType.Join),
            "leave" => entries.Where(l => l.Type == GroupLogType.Leave),
            "removed" => entries.Where(l => l.Type == GroupLogType.Removed),
            _ => entries,
        };
        return query.Filter("action") switch
        {
            "accept" => entries.Where(l => l.IsAccepted),
            "reject" => entries.Where(l => !l.IsAccepted),
            _ => entries,
        };
    }

    private static async Task<IReadOnlyList<LogRow>> DrawAsync(IReadOnlyList<GroupLogEntry> entries, IMediator mediator, CancellationToken cancellationToken)
    {
        UserId[] users = [.. entries.SelectMany(e => new[] { e.UserId, e.ActorId }).Distinct()];
        var people = users.Length == 0 ? [] : (await mediator.Send(new FindUsers(users), cancellationToken)).ToDictionary(u => u.User);
        return
        [
            .. entries.Select(e =>
            {
                // The main of today; whoever is gone stays under the name of then. GRP-002, GRP-003.
                var user = people.GetValueOrDefault(e.UserId);
                return new LogRow(
                    e.Id,
                    e.At,
                    e.UserName,
                    user?.Main?.CharacterId,
                    user?.Main?.Name,
                    user?.Main?.CorporationName,
                    e.Type switch { GroupLogType.Join => "groupmanagement.log.join", GroupLogType.Leave => "groupmanagement.log.leave", _ => "groupmanagement.log.removed" },
                    e.Type is GroupLogType.Removed ? "groupmanagement.log.removed" : e.IsAccepted ? "groupmanagement.log.accept" : "groupmanagement.log.reject",
                    e.IsAccepted,
                    people.GetValueOrDefault(e.ActorId)?.Name ?? e.ActorName,
                    e.ActorId == e.UserId && e.RequestId is not null,
                    e.TakenBackAt is not null);
            }),
        ];
    }
}

/// <summary>The log of a group.</summary>
/// <param name="Id">Number of the group.</param>
/// <param name="Name">Name of the group.</param>
/// <param name="Page">The entries shown.</param>
public sealed record AuditLogView(int Id, string Name, TablePage<LogRow> Page);

/// <summary>One entry.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">UTC.</param>
/// <param name="UserName">Login name of whoever came or went, as it was.</param>
/// <param name="CharacterId">EVE id of their main of today, or null.</param>
/// <param name="Character">Name of their main of today, or null.</param>
/// <param name="Corporation">Corporation of that main, or null.</param>
/// <param name="TypeText">Text key. GRP-001.</param>
/// <param name="ActionText">Text key. GRP-001.</param>
/// <param name="IsAccepted">Whether it was granted.</param>
/// <param name="Actor">Who decided.</param>
/// <param name="IsOwnDecision">They decided a request of their own. GRP-041.</param>
/// <param name="IsTakenBack">Whoever decided undid it a moment later.</param>
public sealed record LogRow(
    long Id, DateTimeOffset At, string UserName, long? CharacterId, string? Character, string? Corporation, string TypeText, string ActionText, bool IsAccepted, string Actor, bool IsOwnDecision, bool IsTakenBack)
{
    /// <summary>Local address that takes it back; null when the reader cannot, or cannot any more.</summary>
    public string? UndoPath { get; init; }
}
