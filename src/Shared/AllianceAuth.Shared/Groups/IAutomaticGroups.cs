using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Groups;

/// <summary>Tells which groups the site keeps for corporations and alliances: they say nothing a pilot does not see anyway. EVE-069.</summary>
public interface IAutomaticGroups
{
    /// <summary>Those groups; no statement when warm.</summary>
    ValueTask<IReadOnlySet<GroupId>> FindAsync(CancellationToken cancellationToken);
}
