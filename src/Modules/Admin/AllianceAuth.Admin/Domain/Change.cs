using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;

namespace AllianceAuth.Admin.Domain;

/// <summary>One thing that somebody changed. Only added to.</summary>
internal sealed class Change
{
    public long Id { get; private set; }

    /// <summary>The event that told of it; kept once, however often it is delivered.</summary>
    public required Guid EventId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The app part of the model's address.</summary>
    public required string App { get; init; }

    public required string Model { get; init; }

    /// <summary>Key of the thing as its address has it.</summary>
    public required string Item { get; init; }

    /// <summary>What it was called then.</summary>
    public required string Name { get; init; }

    public required ChangeKind Kind { get; init; }

    public required IReadOnlyList<FieldChange> Fields { get; init; }

    /// <summary>Null for the site itself.</summary>
    public required UserId? Actor { get; init; }

    /// <summary>Text key, or null.</summary>
    public required string? Cause { get; init; }
}
