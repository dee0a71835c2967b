using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Authentication.Data;

/// <summary>Reads who changed what, for the pages where it can be changed.</summary>
internal sealed class AuditReader(AuthenticationDb db, Texts texts, IStringLocalizer<AuthenticationModule> localizer)
{
    private const int Shown = 30;

    public async Task<IReadOnlyList<TimelineEntry>> ReadAsync(AuditSubject subject, int id, CancellationToken cancellationToken)
    {
        var entries = await db.Audit.AsNoTracking()
            .Where(a => a.Subject == subject && a.SubjectId == id)
            .OrderByDescending(a => a.Id)
            .Take(Shown)
            .Select(a => new { Entry = a, Actor = db.Users.Where(u => u.Id == a.Actor).Select(u => u.MainName ?? u.UserName).FirstOrDefault() })
            .ToListAsync(cancellationToken);
        return [.. entries.Select(e => new TimelineEntry(e.Entry.At, Say(e.Entry, e.Actor)))];
    }

    private string Say(AuditEntry entry, string? actor)
    {
        var who = actor ?? localizer["authentication.audit.site"];
        var what = texts.Say(entry.Action);
        return (entry.Before.Length > 0, entry.After.Length > 0) switch
        {
            (true, true) => localizer["authentication.audit.changed", who, what, entry.Before, entry.After],
            (true, false) => localizer["authentication.audit.removed", who, what, entry.Before],
            (false, true) => localizer["authentication.audit.added", who, what, entry.After],
            _ => localizer["authentication.audit.done", who, what],
        };
    }
}
