using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Groups;

/// <summary>Says how a user could get into groups, for pages that explain what they lack. Implemented by the module that lets users join groups.</summary>
public interface IGroupWayIn
{
    /// <summary>One answer for each group the user may know of; hidden and internal ones are left out. Costs no statement when warm.</summary>
    ValueTask<IReadOnlyList<GroupWayIn>> FindAsync(AccessSnapshot user, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken);
}

/// <summary>How a user could get into a group.</summary>
/// <param name="Group">Which.</param>
/// <param name="How">The sentence: join at once, ask its leaders, or why they cannot.</param>
/// <param name="Href">Local address where they do it; null when there is nothing they could do.</param>
public sealed record GroupWayIn(GroupId Group, Refusal How, string? Href);
