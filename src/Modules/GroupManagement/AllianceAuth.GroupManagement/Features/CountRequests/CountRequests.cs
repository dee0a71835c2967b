using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.GroupManagement.Features.CountRequests;

/// <summary>The number beside "Group requests", for those who decide any; no statement while the cache is warm. GRP-035.</summary>
internal sealed class CountRequestsForMenu(GroupBook book, WaitingRequests waiting) : IMenuCounts
{
    public async ValueTask<IReadOnlyDictionary<string, int>> CountAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        var groups = await book.ReadAsync(cancellationToken);
        if (!groups.IsManager(user))
        {
            return new Dictionary<string, int>();
        }

        var (joins, leaves) = (await waiting.ReadAsync(cancellationToken)).Sum(groups.ManagedBy(user).Select(g => g.Id).ToHashSet().Contains);
        return new Dictionary<string, int>(StringComparer.Ordinal) { [GroupManagementModule.RequestsEntry] = joins + leaves };
    }
}

/// <summary>Requests under "Needs you": for leaders. Those who merely could decide all of them are not asked to.</summary>
internal sealed class RequestsThatNeedLeaders(GroupBook book, WaitingRequests waiting, IStringLocalizer<GroupManagementModule> texts) : IAttentionSource
{
    public async ValueTask<IReadOnlyList<AttentionItem>> FindAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        var groups = await book.ReadAsync(cancellationToken);
        if (!groups.IsLeader(user))
        {
            return [];
        }

        var led = groups.Groups.Where(g => !g.IsInternal && g.IsLedBy(user)).ToDictionary(g => g.Id);
        var open = (await waiting.ReadAsync(cancellationToken)).Groups.Where(g => led.ContainsKey(g.Group)).ToList();
        var count = open.Sum(g => g.Joins + g.Leaves);
        return count == 0
            ? []
            :
            [
                new AttentionItem(
                    "fa-solid fa-user-check",
                    texts.Count("groupmanagement.attention.title", count),
                    texts["groupmanagement.attention.detail", string.Join(", ", open.Select(g => led[g.Group].Name).Order(StringComparer.CurrentCultureIgnoreCase))],
                    texts["groupmanagement.attention.action"],
                    open.Any(g => g.Joins > 0) ? "/groupmanagement/requests/" : "/groupmanagement/requests/?kind=leave"),
            ];
    }
}
