using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Services;

/// <summary>A member with what decides about their accounts.</summary>
/// <param name="Access">Who they are, their main, state and groups.</param>
/// <param name="Name">By the name format in force, trimmed, not cleaned yet.</param>
public sealed record ServiceMember(AccessSnapshot Access, string Name);

/// <summary>What an account should be.</summary>
/// <param name="LoginName">What the pilot signs in with; or the name, where the service has one only. Cleaned.</param>
/// <param name="DisplayName">What others see. Cleaned.</param>
/// <param name="Groups">Keys of groups, without doubles, in order; a connector that maps groups puts the service's ids here.</param>
public sealed record ServiceWish(string LoginName, string DisplayName, IReadOnlyList<string> Groups);

/// <summary>An account as we know it.</summary>
/// <param name="Service">Which service.</param>
/// <param name="User">Whose.</param>
public sealed record ServiceAccount(string Service, UserId User)
{
    /// <summary>What the service calls it, as the connector told; null until then.</summary>
    public string? RemoteId { get; init; }

    /// <summary>What the pilot signs in with; empty while the account was never applied.</summary>
    public string LoginName { get; init; } = "";

    /// <summary>What others see; empty while the account was never applied.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>Keys of the groups that were applied last; null while the account was never applied.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Whatever else the connector wants to remember; its own format. Not for secrets.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// What the pilot brought for the account to be made or changed: a password or a one-time token. Opened for this call alone; sealed until it succeeded and
    /// then forgotten. Null when there is none.
    /// </summary>
    public string? Secret { get; init; }
}

/// <summary>What to remember after an account was made as wished.</summary>
/// <param name="RemoteId">What the service calls it.</param>
public sealed record ServiceApplied(string? RemoteId)
{
    /// <summary>See <see cref="ServiceAccount.Data"/>; null leaves it as it was.</summary>
    public string? Data { get; init; }

    /// <summary>The name that the service gave in place of the wished one; null when it took that.</summary>
    public string? LoginName { get; init; }

    /// <summary>Wished groups that could not be given, for example because making new ones is switched off. They count as applied, so nothing is repeated for them.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>True while the pilot has something left to do on their side, as the card explains.</summary>
    public bool WaitsForPilot { get; init; }
}

/// <summary>What the service really holds of an account.</summary>
/// <param name="User">Whose.</param>
/// <param name="Exists">False when it is gone there.</param>
/// <param name="DisplayName">Null when the service does not tell.</param>
/// <param name="Groups">Keys, only those that are ours to give or take; null when the service does not tell.</param>
public sealed record ServiceActual(UserId User, bool Exists, string? DisplayName = null, IReadOnlyList<string>? Groups = null)
{
    /// <summary>A name that the service itself keeps, for example the pilot's user name there; null leaves it as it was.</summary>
    public string? LoginName { get; init; }

    /// <summary>See <see cref="ServiceAccount.Data"/>; null leaves it as it was.</summary>
    public string? Data { get; init; }
}

/// <summary>One line of a test.</summary>
/// <param name="IsFine">Whether it is well.</param>
/// <param name="Finding">Text key of what was found, its first part the module.</param>
/// <param name="Arguments">Values for its placeholders.</param>
/// <param name="WhatToDo">Text key of the one thing to do; null when all is well.</param>
public sealed record ServiceTestLine(bool IsFine, string Finding, IReadOnlyList<string> Arguments, string? WhatToDo = null);

/// <summary>What a pilot's card shows besides state and name.</summary>
/// <param name="Address">Where the service is, for people: <c>voice.example.com</c>; null when that is not shown.</param>
/// <param name="Links">Buttons and codes.</param>
/// <param name="Values">Further values to copy, each a text key of its label and the value.</param>
public sealed record ServiceCardDetails(string? Address, IReadOnlyList<ServiceLink> Links, IReadOnlyList<(string Label, string Value)> Values)
{
    /// <summary>What the place is called there, where it has a name and no address to type: the name of a Discord server. Null for none.</summary>
    public string? Place { get; init; }

    /// <summary>Nothing more.</summary>
    public static ServiceCardDetails None { get; } = new(null, [], []);
}

/// <summary>A way to the service.</summary>
/// <param name="Label">Text key of the button.</param>
/// <param name="Address">Where it leads; <c>mumble://…</c> and the like are fine.</param>
/// <param name="IsForPhone">Whether it is shown as a code to scan, too.</param>
/// <param name="OnlySuperusers">Whether only superusers see it.</param>
public sealed record ServiceLink(string Label, string Address, bool IsForPhone = false, bool OnlySuperusers = false);
