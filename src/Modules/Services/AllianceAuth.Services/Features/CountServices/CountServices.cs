using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.CountServices;

/// <summary>"Services" in the menu: there for whoever may use at least one, with the number of accounts that need them. SVC-039, C-3.</summary>
internal sealed class CountServicesForMenu(ConnectorBook connectors, PilotNeeds needs, HeldServices held) : IMenuCounts
{
    public async ValueTask<IReadOnlyDictionary<string, int>> CountAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (connectors.Installed.Count == 0)
        {
            return counts;
        }

        var waiting = (await needs.ReadAsync(user.User, cancellationToken)).Needs.Count;
        if (waiting > 0 || connectors.Installed.Any(c => user.Has(c.Description.AccessPermission)))
        {
            counts[ServicesModule.PilotEntry] = waiting;
        }

        if (user.Has(ServicesPermissions.ViewHealth))
        {
            counts[ServicesModule.HealthEntry] = (await held.ReadAsync(cancellationToken)).Services.Count;
        }

        if (connectors.MayBroadcast(user))
        {
            counts[ServicesModule.BroadcastEntry] = 0;
        }

        return counts;
    }
}

/// <summary>Accounts under "Needs you": those that wait for the pilot, and those that cannot be made right.</summary>
internal sealed class AccountsThatNeedPilots(ConnectorBook connectors, PilotNeeds needs, Texts words, IStringLocalizer<ServicesModule> texts) : IAttentionSource
{
    public async ValueTask<IReadOnlyList<AttentionItem>> FindAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        if (connectors.Installed.Count == 0)
        {
            return [];
        }

        return
        [
            .. from need in (await needs.ReadAsync(user.User, cancellationToken)).Needs
               let connector = connectors.Find(need.Service)
               where connector is not null
               let title = connector.Description.Title
               select new AttentionItem(
                   connector.Description.Icon,
                   texts[need.Trouble is null ? "services.attention.waits" : "services.attention.fails", title],
                   need.Trouble is null ? texts[TakesPassword(connector) ? "services.card.waits.password" : "services.attention.waits.detail"] : words.Say(need.Trouble, need.Arguments),
                   texts["services.attention.action"],
                   $"/services/#service-{need.Service}"),
        ];
    }

    private static bool TakesPassword(ServiceConnector connector) => connector.Description.Abilities.HasFlag(ServiceAbilities.Passwords);
}
