namespace AllianceAuth.Shared.Services;

/// <summary>What a service is.</summary>
/// <param name="Name">Short, in small letters: <c>discord</c>. Stands in addresses and name formats and never changes.</param>
/// <param name="Title">As people call it: <c>Discord</c>; never translated.</param>
/// <param name="AccessPermission">Who holds it may have an account: <c>discord.access_discord</c>.</param>
/// <param name="DefaultNameFormat">Used where admins set no format of their own; null for the site's default.</param>
/// <param name="Icon">Font Awesome classes: <c>fa-brands fa-discord</c>.</param>
public sealed record ServiceDescription(string Name, string Title, string AccessPermission, string? DefaultNameFormat, string Icon)
{
    /// <summary>What the service lets us do.</summary>
    public ServiceAbilities Abilities { get; init; } = ServiceAbilities.Groups | ServiceAbilities.DisplayNames;

    /// <summary>Wait before an account that failed is tried again.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often it is tried again at that pause. Afterwards it counts as failing and is tried once an hour. C-24.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Where pilots activate it when that takes more than a click, for example to authorise us there. Null for the common way.</summary>
    public string? ActivatePath { get; init; }

    /// <summary>Text key of what pilots lose when they end their account, shown before they do; the service's title is {0}. Null for the common sentence: the account and its groups go.</summary>
    public string? EndingText { get; init; }

    /// <summary>How many accounts are read at once when what the service holds is compared. Few where each costs a call, so that urgent work comes between and a limit in the middle repeats little.</summary>
    public int ReadAtOnce { get; init; } = 200;

    /// <summary>Longest name the service takes, in characters. Longer ones are cut after cleaning; a number that sets doubles apart fits within.</summary>
    public int LongestName { get; init; } = 254;
}

/// <summary>What a service lets us do.</summary>
[Flags]
public enum ServiceAbilities
{
    /// <summary>Only accounts: made and removed.</summary>
    None = 0,

    /// <summary>Accounts follow our states and groups.</summary>
    Groups = 1,

    /// <summary>The name that others see can be changed later.</summary>
    DisplayNames = 2,

    /// <summary>The pilot signs in there with a password that we set. A new one comes as <see cref="ServiceAccount.Secret"/>, at whatever time.</summary>
    Passwords = 4,

    /// <summary>No two accounts may have the same name; the engine sets doubles apart by a number, the older account keeps the plain name.</summary>
    UniqueNames = 8,

    /// <summary>We can read what the service really holds, so drift is found.</summary>
    Reading = 16,

    /// <summary>We can send messages.</summary>
    Broadcasts = 32,

    /// <summary>The login name can be changed later. Without it, it stays as it was when the account was made.</summary>
    LoginNames = 64,
}
