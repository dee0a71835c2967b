using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>
/// Asks who would gain and lose what if these memberships changed; nothing is changed. Those that are so already are left out of it.
/// As many statements for everybody as for one.
/// </summary>
/// <param name="Joins">Who would be put into which group.</param>
/// <param name="Leaves">Who would be taken out of which group.</param>
public sealed record PreviewMemberships(IReadOnlyList<Membership> Joins, IReadOnlyList<Membership> Leaves) : IRequest<AccessDifference>
{
    /// <summary>Whose names come along.</summary>
    public DifferenceListing Listing { get; init; } = new();
}

/// <summary>Asks who would gain and lose what if a group carried these permissions and other members, both at once; nothing is changed.</summary>
/// <param name="Group">Which.</param>
/// <param name="Permissions">Full names, all of them, as <see cref="SetGroupPermissions"/> takes them.</param>
public sealed record PreviewGroup(GroupId Group, IReadOnlyList<string> Permissions) : IRequest<AccessDifference>
{
    /// <summary>Who would be put into it; those who are in it already make no difference.</summary>
    public IReadOnlyList<UserId> Joins { get; init; } = [];

    /// <summary>Who would be taken out of it.</summary>
    public IReadOnlyList<UserId> Leaves { get; init; } = [];

    /// <summary>States the group would admit; none for all. Members in another state would be taken out, and nobody in one stays who is put in.</summary>
    public IReadOnlyList<StateId> States { get; init; } = [];

    /// <summary>Whose names come along.</summary>
    public DifferenceListing Listing { get; init; } = new();
}

/// <summary>Asks who would gain and lose what if a state carried these permissions and nothing else of it changed.</summary>
/// <param name="State">Which.</param>
/// <param name="Permissions">Full names, all of them.</param>
public sealed record PreviewStatePermissions(StateId State, IReadOnlyList<string> Permissions) : IRequest<AccessDifference>
{
    /// <summary>Whose names come along.</summary>
    public DifferenceListing Listing { get; init; } = new();
}
