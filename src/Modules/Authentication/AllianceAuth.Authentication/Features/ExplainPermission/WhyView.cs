using AllianceAuth.Authentication.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Authentication.Features.ExplainPermission;

/// <summary>Why a user holds one permission, or not.</summary>
/// <param name="Subject">Who.</param>
/// <param name="Name">Full name of the permission.</param>
/// <param name="Description">What it allows.</param>
/// <param name="Model">A part of the address of its audit.</param>
/// <param name="Holds">Whether they hold it now.</param>
public sealed record WhyView(SubjectView Subject, string Name, string Description, string Model, bool Holds)
{
    /// <summary>Name of the service it opens, or null.</summary>
    public string? Service { get; init; }

    /// <summary>The user as they are.</summary>
    public required AccessSnapshot User { get; init; }

    /// <summary>Why they are in their state.</summary>
    public required StateSentence Why { get; init; }

    /// <summary>States that fit them, best first.</summary>
    public IReadOnlyList<string> Fitting { get; init; } = [];

    /// <summary>Grants by which they hold it, or would when active.</summary>
    public IReadOnlyList<WayView> Ways { get; init; } = [];

    /// <summary>Grants that would give it, and that the reader may know of.</summary>
    public IReadOnlyList<WayInView> WaysIn { get; init; } = [];

    /// <summary>Address of everybody who holds it.</summary>
    public string AuditHref => $"/permissions/audit/{Name[..Name.IndexOf('.', StringComparison.Ordinal)]}/{Model}/{Name[(Name.IndexOf('.', StringComparison.Ordinal) + 1)..]}/";
}

/// <summary>One grant by which somebody holds a permission.</summary>
/// <param name="Kind">State, Group or Own.</param>
/// <param name="Id">Number of the state or group.</param>
/// <param name="Name">Name of the state or group.</param>
public sealed record WayView(string Kind, int Id, string Name)
{
    /// <summary>When they joined the group; UTC.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Priority of the state.</summary>
    public int Priority { get; init; }
}

/// <summary>One grant that would give somebody a permission.</summary>
/// <param name="Kind">State or Group.</param>
/// <param name="Id">Number of the state or group.</param>
/// <param name="Name">Its name.</param>
public sealed record WayInView(string Kind, int Id, string Name)
{
    /// <summary>The state is open to everybody.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The state fits, but a higher one fits too.</summary>
    public bool Fits { get; init; }

    /// <summary>Whom the state lists: alliances and corporations.</summary>
    public IReadOnlyList<string> Listed { get; init; } = [];

    /// <summary>How they get into the group; null when only an admin or leader can say.</summary>
    public Refusal? How { get; init; }

    /// <summary>Where they do it; null when there is nothing they could do.</summary>
    public string? Href { get; init; }
}
