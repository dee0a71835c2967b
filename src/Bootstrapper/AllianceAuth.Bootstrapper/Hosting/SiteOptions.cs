namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>How one instance of the site is started: what the command line, the demo or a test decides before configuration is read.</summary>
public sealed class SiteOptions
{
    /// <summary>Folder for everything the site writes: embedded database, keys, logs, custom files.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Addresses to listen on, separated by semicolons; null to take them from configuration.</summary>
    public string? Urls { get; init; }

    /// <summary>Settings that win over files and environment, as <c>Section:Name</c>.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>The clock; tests bring their own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Development or Production.</summary>
    public string Environment { get; init; } = "Production";

    /// <summary>Adds services after all modules; tests only.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>False keeps the console quiet; the log file is written all the same.</summary>
    public bool LogToConsole { get; init; } = true;
}
