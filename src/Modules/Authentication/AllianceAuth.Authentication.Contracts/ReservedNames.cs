using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Asks for the names no group may bear: those of roles at Discord, TeamSpeak … that are not ours to touch. In lower case. GRP-009.</summary>
public sealed record FindReservedGroupNames : IRequest<IReadOnlyList<ReservedGroupNameInfo>>;

/// <summary>A name no group may bear.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">In lower case; compared without regard to case.</param>
/// <param name="Reason">Why.</param>
/// <param name="CreatedBy">Login name of whoever reserved it.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record ReservedGroupNameInfo(int Id, string Name, string Reason, string CreatedBy, DateTimeOffset CreatedAt);

/// <summary>Reserves a name, or says why not: a group bears it, it is reserved already, or something is missing. GRP-007, GRP-008.</summary>
/// <param name="Name">The name.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who does it.</param>
public sealed record ReserveGroupName(string Name, string Reason, UserId Actor) : IRequest<Refusal?>;

/// <summary>Gives a reserved name free.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Actor">Who does it.</param>
/// <returns>The name, or null when there was no such number.</returns>
public sealed record ReleaseGroupName(int Id, UserId Actor) : IRequest<string?>;
