using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.Shared.Changes;

/// <summary>
/// Somebody, or the site itself, changed something that is administered. Raised by whichever module owns the thing, through its own outbox and
/// in the transaction of the change; kept by the administration as the history. ADM-034, ADM-040.
/// </summary>
/// <param name="EventId">Identifies this event; the history keeps it once.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="App">The app part of the model's permissions and address, for example <c>authentication</c>.</param>
/// <param name="Model">The model part, for example <c>state</c>.</param>
/// <param name="Item">Key of the thing as its address has it.</param>
/// <param name="Name">What it was called when this happened.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Fields">What really changed; empty when the kind says it all.</param>
/// <param name="Actor">Who did it; null for the site itself.</param>
/// <param name="Cause">Text key of the reason or of the action; null when somebody saved a form.</param>
[EventName("shared.change-recorded.v1")]
public sealed record ChangeRecorded(
    Guid EventId,
    DateTimeOffset OccurredAt,
    string App,
    string Model,
    string Item,
    string Name,
    ChangeKind Kind,
    IReadOnlyList<FieldChange> Fields,
    UserId? Actor,
    string? Cause = null) : IIntegrationEvent;

/// <summary>What was done to a thing.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is different.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>One field before and after.</summary>
/// <param name="Field">Text key of its label.</param>
/// <param name="Before">What stood there, as words; of a list what went. Never a secret.</param>
/// <param name="After">What stands there now; of a list what came.</param>
/// <param name="IsList">Whether the two are what went and what came.</param>
public sealed record FieldChange(string Field, string Before, string After, bool IsList = false);
