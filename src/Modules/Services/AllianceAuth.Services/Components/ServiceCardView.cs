using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Components;

/// <summary>What one pilot sees of one service, and the answer to what they just tried.</summary>
/// <param name="Service">Its short name, as in addresses.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Standing">How the pilot stands with it.</param>
/// <param name="Connection">How they get there.</param>
public sealed record ServiceCardView(string Service, string Title, string Icon, ServiceStanding Standing, ConnectionView Connection)
{
    /// <summary>Where it is activated.</summary>
    public string ActivatePath { get; init; } = "";

    /// <summary>Activating leads elsewhere first, for example to a page that asks the pilot's leave.</summary>
    public bool HasOwnActivation { get; init; }

    /// <summary>Text key of what is lost with the account; its placeholder is the title.</summary>
    public string EndingText { get; init; } = ServiceCards.CommonEnding;

    /// <summary>The pilot signs in there with a password.</summary>
    public bool HasPassword { get; init; }

    /// <summary>What others see; empty when it says no more than the user name.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Names of the groups they have there.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Groups that the service has not, so they could not be given.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>UTC, when it was last made right or compared.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>Why the last try failed.</summary>
    public Refusal? Trouble { get; init; }

    /// <summary>UTC, when it is tried again.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>Admins paused the whole service.</summary>
    public bool IsPaused { get; init; }

    /// <summary>UTC, since when the whole service does not answer; null while it does.</summary>
    public DateTimeOffset? DownSince { get; init; }

    /// <summary>A new password, shown this once.</summary>
    public string? Password { get; init; }

    /// <summary>Why what they just tried was not done.</summary>
    public Refusal? Refusal { get; init; }
}

/// <summary>How a pilot gets to a service.</summary>
/// <param name="Service">Its short name.</param>
/// <param name="Title">As people call it.</param>
/// <param name="LoginName">What they sign in with; empty until it is known.</param>
/// <param name="Details">Address, values and links.</param>
public sealed record ConnectionView(string Service, string Title, string LoginName, ServiceCardDetails Details)
{
    /// <summary>Whether there is anything to show.</summary>
    public bool HasAny => LoginName.Length > 0 || Details.Address is not null || Details.Values.Count > 0 || Details.Links.Count > 0;
}

/// <summary>All services of one pilot.</summary>
/// <param name="Cards">One for each service they may see.</param>
public sealed record ServicesView(IReadOnlyList<ServiceCardView> Cards);
