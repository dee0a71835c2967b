using MediatR;

namespace AllianceAuth.Services.Contracts;

/// <summary>Enters server groups of TeamSpeak 3 and what is mapped to them, as an administrator would: for a site that a program sets up. Names that nobody bears are left out.</summary>
/// <param name="Mappings">What to map.</param>
public sealed record MapTeamSpeakGroups(IReadOnlyList<TeamSpeakGroupMapping> Mappings) : IRequest;

/// <summary>One server group for the members of a group or of a state.</summary>
/// <param name="ServerGroup">TeamSpeak's number of it.</param>
/// <param name="ServerGroupName">Its name there.</param>
/// <param name="Group">Name of our group; null when it is for a state.</param>
/// <param name="State">Name of our state; null when it is for a group.</param>
public sealed record TeamSpeakGroupMapping(int ServerGroup, string ServerGroupName, string? Group, string? State);
