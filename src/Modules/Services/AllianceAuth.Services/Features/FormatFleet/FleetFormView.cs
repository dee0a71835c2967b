using AllianceAuth.Shared.Results;

namespace AllianceAuth.Services.Features.FormatFleet;

/// <summary>The fleet formatter. SVC-053.</summary>
/// <param name="Fields">Its fields, filled in.</param>
/// <param name="Result">The text block; null while there is none.</param>
/// <param name="MayBroadcast">Whether the pilot may send it on.</param>
public sealed record FleetFormView(IReadOnlyList<FleetFieldView> Fields, string? Result, bool MayBroadcast);

/// <summary>A field.</summary>
/// <param name="Name">In the form.</param>
/// <param name="Kind">What is typed into it.</param>
/// <param name="Value">What stands in it.</param>
/// <param name="Error">What is wrong with it, or null.</param>
public sealed record FleetFieldView(string Name, FleetFieldKind Kind, string Value, Refusal? Error = null)
{
    /// <summary>Text key of the label.</summary>
    public string Label => "services.fleet." + Name;
}

/// <summary>What is typed into a field.</summary>
public enum FleetFieldKind
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>Several lines, or nothing.</summary>
    Lines,
}
