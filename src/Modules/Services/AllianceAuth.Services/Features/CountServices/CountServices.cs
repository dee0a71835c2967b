using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.CountServices;

/// <summary>"Services" in the menu: there for whoever may use at least one, with the number of accounts that need them. SVC-039, C-3.</summary>
internal sealed class CountServicesForMenu(InstalledServices services, PilotNeeds needs, HeldServices held) : IMenuCounts
{
    public async ValueTask<IReadOnlyDictionary<string, int>> CountAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        if (services.All.Count == 0)
        {
            return counts;
        }

        var waiting = (await needs.ReadAsync(user.User, cancellationToken)).Needs.Count;
        if (waiting > 0 || services.All.Any(s => user.Has(s.AccessPermission)))
        {
            counts[ServicesModule.PilotEntry] = waiting;
        }

        if (user.Has(ServicesPermissions.ViewHealth))
        {
            counts[ServicesModule.HealthEntry] = (await held.ReadAsync(cancellationToken)).Services.Count;
        }

        if (services.MayBroadcast(user))
        {
            counts[ServicesModule.BroadcastEntry] = 0;
        }

        return counts;
    }
}

/// <summary>Accounts under "Needs you": those that wait for the pilot, and those that cannot be made right.</summary>
internal sealed class AccountsThatNeedPilots(InstalledServices services, PilotNeeds needs, Texts words, IStringLocalizer<ServicesModule> texts) : IAttentionSource
{
    public async ValueTask<IReadOnlyList<AttentionItem>> FindAsync(AccessSnapshot user, CancellationToken cancellationToken)
    {
        if (services.All.Count == 0)
        {
            return [];
        }

        return
        [
            .. from need in (await needs.ReadAsync(user.User, cancellationToken)).Needs
               let service = services.Find(need.Service)
               where service is not null
               let title = service.Title
               select new AttentionItem(
                   service.Icon,
                   texts[need.Trouble is null ? "services.attention.waits" : "services.attention.fails", title],
                   need.Trouble is null ? texts[service.Abilities.HasFlag(ServiceAbilities.Passwords) ? "services.card.waits.password" : "services.attention.waits.detail"] : words.Say(need.Trouble, need.Arguments),
                   texts["services.attention.action"],
                   $"/services/#service-{need.Service}"),
        ];
    }
}
