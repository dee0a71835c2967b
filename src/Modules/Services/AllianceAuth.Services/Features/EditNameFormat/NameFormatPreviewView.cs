namespace AllianceAuth.Services.Features.EditNameFormat;

/// <summary>What a name format would make of real pilots.</summary>
/// <param name="Service">What the service is called.</param>
/// <param name="IsInstalled">Whether it is here to clean names.</param>
/// <param name="States">Pilots of each chosen state.</param>
public sealed record NameFormatPreviewView(string Service, bool IsInstalled, IReadOnlyList<StateNamesView> States)
{
    /// <summary>Names that several of those who may use the service would have, with how many each; those of most pilots first.</summary>
    public IReadOnlyList<SharedNameView> Shared { get; init; } = [];

    /// <summary>How many such names there are.</summary>
    public int SharedCount { get; init; }

    /// <summary>Whether the service takes each name once only, so that a number sets doubles apart.</summary>
    public bool AreSetApart { get; init; }

    /// <summary>How many would have no name at all.</summary>
    public int Nameless { get; init; }

    /// <summary>How many names are cut because the service takes no longer ones.</summary>
    public int Shortened { get; init; }

    /// <summary>How many were looked at.</summary>
    public int LookedAt { get; init; }

    /// <summary>How many may use the service.</summary>
    public int Total { get; init; }
}

/// <summary>Pilots of one state.</summary>
/// <param name="State">Its name.</param>
/// <param name="Pilots">A few of them.</param>
public sealed record StateNamesView(string State, IReadOnlyList<NamedPilotView> Pilots);

/// <summary>A pilot and their name.</summary>
/// <param name="Name">The main's name, or the login name.</param>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="Detail">Corporation and alliance.</param>
/// <param name="Formatted">By the format.</param>
/// <param name="Cleaned">As the service takes it.</param>
public sealed record NamedPilotView(string Name, long? CharacterId, string Detail, string Formatted, string Cleaned);

/// <summary>A name of several pilots.</summary>
/// <param name="Name">As the service takes it.</param>
/// <param name="Pilots">How many.</param>
/// <param name="Examples">The first of them.</param>
public sealed record SharedNameView(string Name, int Pilots, IReadOnlyList<string> Examples);
