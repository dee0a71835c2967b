using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.Admin.Components;

/// <summary>What is about to happen, to whom, and what goes with it.</summary>
/// <param name="About">What the things are.</param>
/// <param name="Action">Text key of what is done.</param>
/// <param name="Path">Local address that does it.</param>
/// <param name="BackPath">Where staying leads.</param>
/// <param name="Names">The things, the first hundred.</param>
/// <param name="Total">How many there are.</param>
public sealed record ConfirmView(AdminDescription About, string Action, string Path, string BackPath, IReadOnlyList<AdminOption> Names, int Total)
{
    /// <summary>Id of the form that says yes.</summary>
    public const string FormId = "confirm-form";

    /// <summary>Id of the panel that says who loses what.</summary>
    public const string AccessId = "access-preview";

    /// <summary>Values for the placeholders of what is done.</summary>
    public IReadOnlyList<string> ActionArguments { get; init; } = [];

    /// <summary>Something is lost.</summary>
    public bool IsDanger { get; init; }

    /// <summary>Text key of one more sentence, or null.</summary>
    public string? Note { get; init; }

    /// <summary>What else goes.</summary>
    public IReadOnlyList<AdminConsequence> Consequences { get; init; } = [];

    /// <summary>Why some stay.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>What it does to everybody's access, or null when it does nothing to it.</summary>
    public AccessPreviewView? Access { get; init; }

    /// <summary>What the form repeats.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Done by a job, with a page that shows how far it is.</summary>
    public bool IsJob { get; init; }
}
