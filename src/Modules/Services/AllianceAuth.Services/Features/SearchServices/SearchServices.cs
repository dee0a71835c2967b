using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.SearchServices;

/// <summary>Services in the search box: the pilot's card, and for those who look after them the service's own page.</summary>
internal sealed class SearchServicesByTitle(ConnectorBook connectors, IStringLocalizer<ServicesModule> texts) : ICommandSource
{
    public ValueTask<IReadOnlyList<CommandHit>> FindAsync(string query, AccessSnapshot user, CancellationToken cancellationToken)
    {
        List<CommandHit> hits = [];
        foreach (var service in connectors.Installed.Select(c => c.Description).Where(s => s.Title.Contains(query, StringComparison.CurrentCultureIgnoreCase)))
        {
            if (user.Main is not null && user.Has(service.AccessPermission))
            {
                hits.Add(new CommandHit(service.Title, texts["services.search.service"], $"/services/#service-{service.Name}") { Icon = service.Icon });
            }

            if (user.Has(ServicesPermissions.ViewHealth))
            {
                hits.Add(new CommandHit(service.Title, texts["services.health.title"], $"/services/health/{service.Name}/") { Icon = "fa-solid fa-heart-pulse" });
            }
        }

        return ValueTask.FromResult<IReadOnlyList<CommandHit>>(hits);
    }
}
