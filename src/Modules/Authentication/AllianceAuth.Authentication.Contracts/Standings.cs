using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>
/// Asks where users stand: what groups that keep themselves are decided by. One statement for any number, from one moment, past the cache. Users
/// that do not exist are left out, and the one that stands in for deleted ones.
/// </summary>
/// <param name="Users">Who; null for everybody.</param>
/// <param name="Among">Which memberships to tell of; others are left out.</param>
public sealed record FindStandings(IReadOnlyCollection<UserId>? Users, IReadOnlyCollection<GroupId> Among) : IRequest<IReadOnlyList<UserStanding>>;

/// <summary>Where one user stands.</summary>
/// <param name="User">Who.</param>
/// <param name="IsActive">May sign in.</param>
/// <param name="State">Their state.</param>
/// <param name="Main">EVE id of the main character, or null.</param>
/// <param name="Corporation">EVE id of the main's corporation; null without a main, or until EVE told us.</param>
/// <param name="Alliance">EVE id of the main's alliance, or null.</param>
/// <param name="Groups">Those of the groups asked about that they are in.</param>
public sealed record UserStanding(UserId User, bool IsActive, StateId State, long? Main, long? Corporation, long? Alliance, IReadOnlyList<GroupId> Groups)
{
    /// <summary>UTC, when they registered.</summary>
    public DateTimeOffset Joined { get; init; }
}

/// <summary>Asks for all states, the highest priority first.</summary>
public sealed record FindStates : IRequest<IReadOnlyList<StateInfo>>;

/// <summary>A state by name.</summary>
/// <param name="State">Which.</param>
/// <param name="Name">As admins wrote it.</param>
public sealed record StateInfo(StateId State, string Name);
