using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Makes a group, or finds the one of that name.</summary>
/// <param name="Name">Its name.</param>
public sealed record CreateGroup(string Name) : IRequest<GroupId>;

/// <summary>Gives a group another name. False when there is no such group, or another one has the name.</summary>
/// <param name="Group">Which.</param>
/// <param name="Name">Its new name.</param>
public sealed record RenameGroup(GroupId Group, string Name) : IRequest<bool>;

/// <summary>Deletes a group; its members leave it first.</summary>
/// <param name="Group">Which.</param>
public sealed record DeleteGroup(GroupId Group) : IRequest;

/// <summary>Sets what everybody in a group may do.</summary>
/// <param name="Group">Which.</param>
/// <param name="Permissions">Full names, all of them.</param>
/// <param name="Actor">Who decided it; null for the site itself.</param>
public sealed record SetGroupPermissions(GroupId Group, IReadOnlyList<string> Permissions, UserId? Actor) : IRequest;
