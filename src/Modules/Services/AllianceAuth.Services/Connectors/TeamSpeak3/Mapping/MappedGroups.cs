using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

/// <summary>What admins mapped, and how server groups are called. No call to the server.</summary>
internal sealed class MappedGroups(ServicesDb db, IMediator mediator)
{
    /// <summary>Two statements for any number of members.</summary>
    public async Task<GroupMap> ReadAsync(CancellationToken cancellationToken)
    {
        var mappings = await db.TeamSpeakMappings.AsNoTracking().ToListAsync(cancellationToken);
        var states = await db.TeamSpeakStateGroups.AsNoTracking().ToListAsync(cancellationToken);
        return new(
            mappings.SelectMany(m => m.ServerGroups, (m, s) => (m.GroupId, Server: s)).ToLookup(m => m.GroupId, m => m.Server),
            states.ToLookup(s => s.StateId, s => s.ServerGroup));
    }

    /// <summary>Names of groups on TeamSpeak that are not ours to touch; case does not tell them apart. TS3-041.</summary>
    public async Task<IReadOnlySet<string>> ReservedNamesAsync(CancellationToken cancellationToken) =>
        (await mediator.Send(new FindReservedGroupNames(), cancellationToken)).Select(r => r.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>One that is not known (any more) is called by its number.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesOfAsync(IReadOnlyCollection<string> groups, CancellationToken cancellationToken)
    {
        var ids = groups.Select(g => int.TryParse(g, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
        var names = await db.TeamSpeakGroups.AsNoTracking().Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id.ToString(CultureInfo.InvariantCulture), g => g.Name, cancellationToken);
        return groups.Distinct(StringComparer.Ordinal).ToDictionary(g => g, g => names.GetValueOrDefault(g, $"#{g}"), StringComparer.Ordinal);
    }
}

/// <summary>Which server groups follow from our groups and states.</summary>
internal sealed class GroupMap(ILookup<GroupId, int> byGroup, ILookup<StateId, int> byState)
{
    /// <summary>Numbers of server groups, without doubles, in order. TS3-037.</summary>
    public IReadOnlyList<string> GroupsOf(AccessSnapshot user) =>
    [
        .. user.Groups.SelectMany(g => byGroup[g.Group]).Concat(byState[user.State]).Distinct()
            .Select(g => g.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal),
    ];
}
