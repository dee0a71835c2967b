using System.Globalization;
using System.Runtime.CompilerServices;
using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Admin.Features.ListChanges;

/// <summary>Everything that anybody changed in the administration, newest first. ADM-034, ADM-040.</summary>
internal static class ListChangesEndpoint
{
    /// <summary>Value of the filter for what the site did by itself.</summary>
    public const string Site = "site";

    private const int RowsOnPage = 50;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/admin/logentry/", HandleAsync).RequireStaff().RequirePermission(AdminPermissions.ViewHistory).WithName("admin:admin_logentry_changelist");

    private static async Task<IResult> HandleAsync(
        HttpContext http, TableQuery query, AdminDb db, ChangeReader reader, AdminDesk desk, Texts words, ICurrentUser currentUser, IMediator mediator, TimeProvider clock, IStringLocalizer<AdminModule> texts, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        query = query.SortedBy("-at").SizedBy(RowsOnPage);
        var changes = Filtered(await SearchedAsync(db.Changes.AsNoTracking(), query, mediator, cancellationToken), query, clock.GetUtcNow());
        if (query.WantsCsv)
        {
            return http.Csv(
                "history",
                EveryAsync(changes, query.Descending, reader, me, cancellationToken),
                new CsvColumn<ChangeView>(texts["admin.changes.at"], c => c.At),
                new CsvColumn<ChangeView>(texts["admin.changes.who"], c => c.Who),
                new CsvColumn<ChangeView>(texts["admin.changes.kind"], c => c.Kind),
                new CsvColumn<ChangeView>(texts["admin.changes.model"], c => c.What),
                new CsvColumn<ChangeView>(texts["admin.changes.item"], c => c.Name),
                new CsvColumn<ChangeView>(texts["admin.changes.lines"], c => string.Join("; ", c.Lines)));
        }

        var sorted = query.Descending ? changes.OrderByDescending(c => c.Id) : changes.OrderBy(c => c.Id);
        var rows = await sorted.Skip(query.Skip).Take(query.Size).Select(c => new { Change = c, Total = changes.Count() }).ToListAsync(cancellationToken);
        var total = rows.Count > 0 ? rows[0].Total : query.Skip > 0 ? await changes.CountAsync(cancellationToken) : 0;
        var views = await reader.ViewAsync([.. rows.Select(r => r.Change)], me, cancellationToken);
        return http.Page<ChangesPage, ChangesView>(new ChangesView(
            new TablePage<ChangeView>(views, total, query),
            await ActorsAsync(db, mediator, texts, cancellationToken),
            await ModelsAsync(db, desk, words, cancellationToken)));
    }

    /// <summary>All of them, for a file.</summary>
    private static async IAsyncEnumerable<ChangeView> EveryAsync(
        IQueryable<Change> changes, bool descending, ChangeReader reader, AccessSnapshot me, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var chunk in changes.InChunksAsync(c => c.Id, descending, cancellationToken))
        {
            foreach (var view in await reader.ViewAsync(chunk, me, cancellationToken))
            {
                yield return view;
            }
        }
    }

    /// <summary>By the name of the thing, or of whoever did it.</summary>
    private static async Task<IQueryable<Change>> SearchedAsync(IQueryable<Change> changes, TableQuery query, IMediator mediator, CancellationToken cancellationToken)
    {
        if (query.Search is not { } text)
        {
            return changes;
        }

        var pattern = LikePattern.Containing(text);
        List<UserId?> actors = [.. (await mediator.Send(new SearchUsers(text), cancellationToken)).Select(u => u.User)];
        return changes.Where(c => EF.Functions.ILike(c.Name, pattern, LikePattern.Escape) || actors.Contains(c.Actor));
    }

    private static IQueryable<Change> Filtered(IQueryable<Change> changes, TableQuery query, DateTimeOffset now)
    {
        if (query.Filters("who") is { Count: > 0 } who)
        {
            List<UserId?> actors = [.. who.Select(w => int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? new UserId(id) : (UserId?)null).Where(u => u is not null)];
            var bySite = who.Contains(Site, StringComparer.Ordinal);
            changes = changes.Where(c => actors.Contains(c.Actor) || (bySite && c.Actor == null));
        }

        if (query.Filters("model") is { Count: > 0 } models)
        {
            changes = changes.Where(c => models.Contains(c.App + "." + c.Model));
        }

        if (Enum.TryParse<ChangeKind>(query.Filter("kind"), ignoreCase: true, out var kind) && Enum.IsDefined(kind))
        {
            changes = changes.Where(c => c.Kind == kind);
        }

        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        DateTimeOffset? since = query.Filter("since") switch
        {
            "today" => today,
            "week" => today.AddDays(-6),
            "month" => today.AddDays(-29),
            "year" => today.AddDays(-364),
            _ => null,
        };
        return since is { } from ? changes.Where(c => c.At >= from) : changes;
    }

    /// <summary>Who did anything at all. Jumps from one to the next in the index: the history may be long.</summary>
    private static async Task<IReadOnlyList<FilterChoice>> ActorsAsync(AdminDb db, IMediator mediator, IStringLocalizer<AdminModule> texts, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<int>(
            $"""
            WITH RECURSIVE found AS (
                SELECT min(actor) AS actor FROM admin.changes
                UNION ALL
                SELECT (SELECT min(c.actor) FROM admin.changes c WHERE c.actor > found.actor) FROM found WHERE found.actor IS NOT NULL
            )
            SELECT actor AS "Value" FROM found WHERE actor IS NOT NULL
            """).ToListAsync(cancellationToken);
        var names = found.Count == 0 ? [] : await mediator.Send(new FindUsers([.. found.Select(id => new UserId(id))]), cancellationToken);
        return
        [
            new(Site, texts["admin.change.site"]),
            .. names.OrderBy(u => u.Name, StringComparer.CurrentCultureIgnoreCase).Select(u => new FilterChoice(u.User.ToString(), u.Name)),
        ];
    }

    private static async Task<IReadOnlyList<FilterChoice>> ModelsAsync(AdminDb db, AdminDesk desk, Texts words, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<string>(
            $"""
            WITH RECURSIVE found AS (
                (SELECT app, model FROM admin.changes ORDER BY app, model LIMIT 1)
                UNION ALL
                SELECT next.app, next.model FROM found CROSS JOIN LATERAL (
                    SELECT c.app, c.model FROM admin.changes c WHERE (c.app, c.model) > (found.app, found.model) ORDER BY c.app, c.model LIMIT 1) next
            )
            SELECT app || '.' || model AS "Value" FROM found
            """).ToListAsync(cancellationToken);
        return
        [
            .. found.Select(name => (Name: name, About: name.Split('.') is [var app, var model] ? desk.Find(app, model)?.About : null))
                .Select(m => new FilterChoice(m.Name, m.About is null ? m.Name : words.Say(m.About.Many)))
                .OrderBy(c => c.Text, StringComparer.CurrentCultureIgnoreCase),
        ];
    }
}

/// <summary>The whole history.</summary>
/// <param name="Page">The changes shown.</param>
/// <param name="Actors">Everybody who ever changed something.</param>
/// <param name="Models">Every sort of thing that was ever changed.</param>
public sealed record ChangesView(TablePage<ChangeView> Page, IReadOnlyList<FilterChoice> Actors, IReadOnlyList<FilterChoice> Models);
