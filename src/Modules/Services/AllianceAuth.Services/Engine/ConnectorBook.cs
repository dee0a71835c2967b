using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Engine;

/// <summary>The services that this site is set up for.</summary>
internal sealed class ConnectorBook(IEnumerable<ServiceConnector> connectors)
{
    /// <summary>By title.</summary>
    public IReadOnlyList<ServiceConnector> Installed { get; } =
        [.. connectors.Where(c => c.IsInstalled).OrderBy(c => c.Description.Title, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Null when there is none of that name, or the site is not set up for it.</summary>
    public ServiceConnector? Find(string service) => Installed.FirstOrDefault(c => c.Description.Name == service);

    /// <summary>Those that can send messages. SVC-055.</summary>
    public IEnumerable<ServiceConnector> Senders => Installed.Where(c => c.Description.Abilities.HasFlag(ServiceAbilities.Broadcasts));
}
