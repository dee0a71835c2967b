using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.GroupManagement.Features.SearchGroups;

/// <summary>Groups in the search box: for whoever decides about one its members, for others its card; hidden ones only for their members.</summary>
internal sealed class SearchGroupsByName(GroupBook book, IStringLocalizer<GroupManagementModule> texts) : ICommandSource
{
    private const int Most = 6;

    public async ValueTask<IReadOnlyList<CommandHit>> FindAsync(string query, AccessSnapshot user, CancellationToken cancellationToken)
    {
        var groups = await book.ReadAsync(cancellationToken);
        List<CommandHit> hits = [];
        string requests = texts["groupmanagement.requests.title"];
        if (groups.IsManager(user) && requests.Contains(query, StringComparison.CurrentCultureIgnoreCase))
        {
            hits.Add(new CommandHit(requests, texts["groupmanagement.search.page"], "/groupmanagement/requests/") { Icon = "fa-solid fa-user-check" });
        }

        hits.AddRange(groups.Groups
            .Where(g => g.Name.Contains(query, StringComparison.CurrentCultureIgnoreCase) && !g.IsInternal && (g.IsListedFor(user) || user.IsIn(g.Id) || g.IsManagedBy(user)))
            .OrderByDescending(g => g.Name.StartsWith(query, StringComparison.CurrentCultureIgnoreCase))
            .Take(Most)
            .Select(g => new CommandHit(
                g.Name,
                texts["groupmanagement.search.group"],
                g.IsManagedBy(user) ? $"/groupmanagement/membership/{g.Id}/" : $"/groups/?q={Uri.EscapeDataString(g.Name)}")
            {
                Icon = "fa-solid fa-users",
            }));
        return hits;
    }
}
