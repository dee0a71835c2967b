using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.Services.Contracts;

/// <summary>A pilot's account on a service was made, changed or taken away, and the service has confirmed it.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Service">Name of the service: <c>discord</c>.</param>
/// <param name="User">Whose.</param>
/// <param name="Change">What was done.</param>
/// <param name="Cause">Text key of why.</param>
/// <param name="CauseArguments">Values for its placeholders.</param>
[EventName("services.account-changed.v1")]
public sealed record ServiceAccountChanged(
    Guid EventId, DateTimeOffset OccurredAt, string Service, UserId User, ServiceChange Change, string Cause, IReadOnlyList<string> CauseArguments) : IIntegrationEvent;

/// <summary>What was done to an account.</summary>
public enum ServiceChange
{
    /// <summary>Made.</summary>
    Activated,

    /// <summary>Names or groups changed.</summary>
    Changed,

    /// <summary>Taken away, or found gone.</summary>
    Removed,
}

/// <summary>An account could not be made right after all tries; it is tried once an hour from now on.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="User">Whose.</param>
/// <param name="Reason">Text key of why.</param>
/// <param name="ReasonArguments">Values for its placeholders.</param>
[EventName("services.sync-failed.v1")]
public sealed record ServiceSyncFailed(
    Guid EventId, DateTimeOffset OccurredAt, string Service, UserId User, string Reason, IReadOnlyList<string> ReasonArguments) : IIntegrationEvent;

/// <summary>The brake holds removals of a service back until an admin decides.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Count">How many accounts would go or lose most of their groups.</param>
/// <param name="Allowed">How many may within a day without asking.</param>
[EventName("services.held.v1")]
public sealed record ServiceHeld(Guid EventId, DateTimeOffset OccurredAt, string Service, int Count, int Allowed) : IIntegrationEvent
{
    /// <summary>How many went already within the day before; they count as well.</summary>
    public int Gone { get; init; }
}

/// <summary>A service does not answer, or does not accept our key any more. Once for each outage; what is due waits until it is over.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Reason">Text key of why.</param>
/// <param name="ReasonArguments">Values for its placeholders.</param>
[EventName("services.down.v1")]
public sealed record ServiceDown(Guid EventId, DateTimeOffset OccurredAt, string Service, string Reason, IReadOnlyList<string> ReasonArguments) : IIntegrationEvent;

/// <summary>Long work on a service that an admin asked for came to its end.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="User">Who asked for it.</param>
/// <param name="Work">What was done.</param>
/// <param name="Count">How many accounts would change, or are to be changed.</param>
[EventName("services.work-ended.v1")]
public sealed record ServiceWorkEnded(Guid EventId, DateTimeOffset OccurredAt, string Service, UserId User, ServiceWork Work, int Count) : IIntegrationEvent;

/// <summary>Long work that admins ask for.</summary>
public enum ServiceWork
{
    /// <summary>Found out what would change.</summary>
    DryRun,

    /// <summary>Looked at everybody; what differs is being put right.</summary>
    Check,
}
