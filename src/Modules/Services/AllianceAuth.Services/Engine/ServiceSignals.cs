using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Web.Live;

namespace AllianceAuth.Services.Engine;

/// <summary>Tells open pages of accounts and services that changed.</summary>
internal sealed class ServiceSignals(ILiveSignals signals, PilotNeeds needs, HeldServices held)
{
    /// <summary>A pilot's own cards.</summary>
    public static readonly LiveTopic Mine = new("services.mine");

    /// <summary>The admins' page of all services.</summary>
    public static readonly LiveTopic Health = new("services.health") { AudibleTo = user => user.Has(ServicesPermissions.ViewHealth) };

    /// <summary>Accounts were written.</summary>
    /// <param name="users">Whose.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="mayNeedThem">Whether one of them may need its pilot that did not before.</param>
    public async Task AccountsChangedAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken, bool mayNeedThem = true)
    {
        if (users.Count == 0)
        {
            return;
        }

        await needs.DropAsync(users, mayNeedThem, cancellationToken);
        await signals.SendAsync(Mine.Name, [.. users], cancellationToken);
        // The number beside "Services" counts accounts that need their pilot.
        await signals.SendAsync(MenuSignals.Topic.Name, [.. users], cancellationToken);
    }

    /// <summary>The number beside "Service health" is another one.</summary>
    public async Task NeedsOfAdminsChangedAsync(CancellationToken cancellationToken)
    {
        await held.DropAsync(cancellationToken);
        await signals.SendAsync(MenuSignals.Topic.Name, cancellationToken: cancellationToken);
    }

    public Task HealthChangedAsync(CancellationToken cancellationToken) => signals.SendAsync(Health.Name, cancellationToken: cancellationToken);
}
