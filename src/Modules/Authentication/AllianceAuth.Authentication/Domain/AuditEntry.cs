using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Domain;

/// <summary>Who changed what of somebody's access, and from what to what.</summary>
internal sealed class AuditEntry(AuditSubject subject, int subjectId, string action, string before, string after, UserId? actor, DateTimeOffset at)
{
    public long Id { get; private set; }

    public AuditSubject Subject { get; private set; } = subject;

    /// <summary>Number of the user, state or group.</summary>
    public int SubjectId { get; private set; } = subjectId;

    /// <summary>Text key of what was done.</summary>
    public string Action { get; private set; } = action;

    public string Before { get; private set; } = before;

    public string After { get; private set; } = after;

    /// <summary>Null for the site itself.</summary>
    public UserId? Actor { get; private set; } = actor;

    public DateTimeOffset At { get; private set; } = at;
}

/// <summary>What an audit entry is about.</summary>
internal enum AuditSubject
{
    User,
    State,
    Group,
}
