using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Engine;

/// <summary>What the services of this site are, read once: pages ask for it all the time, and a connector with all it needs is not made for that.</summary>
internal sealed class InstalledServices(IReadOnlyList<ServiceDescription> all)
{
    /// <summary>By title.</summary>
    public IReadOnlyList<ServiceDescription> All { get; } = all;

    /// <summary>Null when there is none of that name.</summary>
    public ServiceDescription? Find(string service) => All.FirstOrDefault(s => s.Name == service);

    /// <summary>Whether somebody may send messages, and there is a service to send them with. SVC-054.</summary>
    public bool MayBroadcast(AccessSnapshot user) =>
        ServicesPermissions.MayBroadcast(user) && All.Any(s => s.Abilities.HasFlag(ServiceAbilities.Broadcasts));

    /// <summary>Reads it off the connectors.</summary>
    public static InstalledServices Of(ConnectorBook connectors) => new([.. connectors.Installed.Select(c => c.Description)]);
}
