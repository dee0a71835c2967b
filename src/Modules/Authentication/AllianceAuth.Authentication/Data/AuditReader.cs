using System.Globalization;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Data;

/// <summary>Reads who changed what, for the pages where it can be changed.</summary>
internal sealed class AuditReader(AuthenticationDb db, Texts texts, IMediator mediator, IStringLocalizer<AuthenticationModule> localizer)
{
    private const int Shown = 30;
    private const string Members = "authentication.audit.members";

    // Of these an entry holds what went and what came, not the value before and after.
    private static readonly HashSet<string> Lists = new(StringComparer.Ordinal) { Members, "authentication.audit.permissions", "authentication.audit.group" };

    public async Task<IReadOnlyList<TimelineEntry>> ReadAsync(AuditSubject subject, int id, CancellationToken cancellationToken)
    {
        var entries = await db.Audit.AsNoTracking()
            .Where(a => a.Subject == subject && a.SubjectId == id)
            .OrderByDescending(a => a.Id)
            .Take(Shown)
            .Select(a => new { Entry = a, Actor = db.Users.Where(u => u.Id == a.Actor).Select(u => u.MainName ?? u.UserName).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        var names = await NamesAsync([.. entries.Where(e => e.Entry.Action == Members).SelectMany(e => Entities(e.Entry))], cancellationToken);
        return [.. entries.Select(e => new TimelineEntry(e.Entry.At, Say(e.Entry, e.Actor, names)))];
    }

    private string Say(AuditEntry entry, string? actor, Dictionary<string, string> names)
    {
        var who = actor ?? localizer["authentication.audit.site"];
        if (entry.Action is "authentication.audit.created" or "authentication.audit.deleted")
        {
            return localizer[entry.Action, who, entry.Before + entry.After];
        }

        var what = texts.Say(entry.Action);
        var (before, after) = (Word(entry, entry.Before, names), Word(entry, entry.After, names));
        return (before.Length > 0, after.Length > 0) switch
        {
            (true, true) => localizer[Lists.Contains(entry.Action) ? "authentication.audit.exchanged" : "authentication.audit.changed", who, what, before, after],
            (true, false) => localizer["authentication.audit.removed", who, what, before],
            (false, true) => localizer["authentication.audit.added", who, what, after],
            _ => localizer["authentication.audit.done", who, what],
        };
    }

    private string Word(AuditEntry entry, string value, Dictionary<string, string> names) => (entry.Action, value) switch
    {
        (Members, _) => string.Join(", ", Parts(value).Select(p => names.GetValueOrDefault(p, p))),
        ("authentication.audit.name", _) => value,
        (_, "True") => localizer["authentication.audit.yes"],
        (_, "False") => localizer["authentication.audit.no"],
        _ => value,
    };

    private async Task<Dictionary<string, string>> NamesAsync(IReadOnlyList<(EntityKind Kind, long Id)> entities, CancellationToken cancellationToken) =>
        entities.Count == 0
            ? []
            : (await mediator.Send(new FindEntities([.. entities.Distinct()]), cancellationToken))
                .ToDictionary(e => string.Create(CultureInfo.InvariantCulture, $"{e.Kind} {e.Id}"), e => e.Name, StringComparer.Ordinal);

    private static IEnumerable<(EntityKind Kind, long Id)> Entities(AuditEntry entry)
    {
        foreach (var part in Parts(entry.Before).Concat(Parts(entry.After)))
        {
            if (part.Split(' ') is [var kind, var id] && Enum.TryParse<EntityKind>(kind, out var known) && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                yield return (known, number);
            }
        }
    }

    private static string[] Parts(string value) => value.Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
