using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

internal sealed class MapTeamSpeakGroupsHandler(ServicesDb db, AccountMarks marks, IMediator mediator) : IRequestHandler<MapTeamSpeakGroups>
{
    public async Task<Unit> Handle(MapTeamSpeakGroups request, CancellationToken cancellationToken)
    {
        var groups = (await mediator.Send(new FindGroups(null), cancellationToken)).ToDictionary(g => g.Name, g => g.Group, StringComparer.OrdinalIgnoreCase);
        var states = (await mediator.Send(new FindStates(), cancellationToken)).ToDictionary(s => s.Name, s => s.State, StringComparer.OrdinalIgnoreCase);
        var known = await db.TeamSpeakGroups.Select(g => g.Id).ToListAsync(cancellationToken);
        foreach (var mapping in request.Mappings)
        {
            if (!known.Contains(mapping.ServerGroup))
            {
                known.Add(mapping.ServerGroup);
                db.TeamSpeakGroups.Add(new TeamSpeakGroup { Id = mapping.ServerGroup, Name = mapping.ServerGroupName });
            }

            if (mapping.Group is { } group && groups.TryGetValue(group, out var groupId))
            {
                db.TeamSpeakMappings.Add(new TeamSpeakMapping { GroupId = groupId, GroupName = group, ServerGroups = [mapping.ServerGroup] });
            }

            if (mapping.State is { } state && states.TryGetValue(state, out var stateId))
            {
                db.TeamSpeakStateGroups.Add(new TeamSpeakStateGroup { StateId = stateId, ServerGroup = mapping.ServerGroup });
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await marks.SweepAsync([TeamSpeak3Connector.Name], cancellationToken);
        return Unit.Value;
    }
}
