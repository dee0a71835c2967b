using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Groups kept for corporations and alliances, from the cache. EVE-069.</summary>
internal sealed class AutomaticGroups(GroupBook book) : IAutomaticGroups
{
    public async ValueTask<IReadOnlySet<GroupId>> FindAsync(CancellationToken cancellationToken) =>
        (await book.ReadAsync(cancellationToken)).Automatic;
}
