using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Data;

/// <summary>Notes one edit: each thing that really changed is an entry.</summary>
internal sealed class AuditTrail(AuthenticationDb db, AuditSubject subject, int id, UserId? actor, DateTimeOffset now)
{
    public void Note<T>(string action, T before, T after)
    {
        if (!EqualityComparer<T>.Default.Equals(before, after))
        {
            db.Audit.Add(new AuditEntry(subject, id, action, before?.ToString() ?? "", after?.ToString() ?? "", actor, now));
        }
    }

    /// <summary>What went and what came; false when nothing did.</summary>
    public bool NoteLists(string action, IEnumerable<string> before, IEnumerable<string> after)
    {
        var (old, current) = (before.ToHashSet(StringComparer.Ordinal), after.ToHashSet(StringComparer.Ordinal));
        var (gone, came) = (Words(old.Except(current, StringComparer.Ordinal)), Words(current.Except(old, StringComparer.Ordinal)));
        if (gone.Length == 0 && came.Length == 0)
        {
            return false;
        }

        db.Audit.Add(new AuditEntry(subject, id, action, gone, came, actor, now));
        return true;
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
