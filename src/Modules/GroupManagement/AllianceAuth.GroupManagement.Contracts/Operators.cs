using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.GroupManagement.Contracts;

/// <summary>Makes a group and says how pilots come into it; one of that name is left as people changed it. For the demo.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
public sealed record SetUpGroup(string Name, string Description) : IRequest<GroupId>
{
    /// <summary>Not listed.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Joining and leaving take effect at once.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Anybody may join.</summary>
    public bool IsPublic { get; init; }

    /// <summary>Only superusers change its members by hand.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Names of the states that may be in it; none for all.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Names of groups whose members lead it.</summary>
    public IReadOnlyList<string> LeaderGroups { get; init; } = [];

    /// <summary>Permissions it grants.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [];
}
