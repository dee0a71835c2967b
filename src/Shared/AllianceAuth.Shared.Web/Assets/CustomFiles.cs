using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Assets;

/// <summary>
/// Files of the operators that stand in for ours: a file in the folder with the same path as one of ours wins, <c>css/custom.css</c> is added
/// to every page. No rebuild, no restart. UI-033, UI-034.
/// </summary>
public sealed class CustomFiles(IOptions<CustomSettings> settings, AssetPaths assets)
{
    private const string Prefix = "/custom/";
    private const string ExtraStyleSheet = "css/custom.css";

    /// <summary>The operators' folder.</summary>
    internal IFileProvider Files { get; } = Directory.Exists(Path.GetFullPath(settings.Value.Folder))
        ? new PhysicalFileProvider(Path.GetFullPath(settings.Value.Folder))
        : new NullFileProvider();

    /// <summary>Address of the operators' own style sheet, or null when there is none.</summary>
    public string? StyleSheet => Own(ExtraStyleSheet);

    /// <summary>The address of a file: the operators' when they have one of that path, ours otherwise.</summary>
    public string this[string path] => Own(path) ?? assets[path];

    /// <summary>Whether the operators have a file of that path.</summary>
    internal bool Has(string path) => Own(path) is not null;

    private string? Own(string path)
    {
        var file = Files.GetFileInfo(path);
        return file.Exists ? $"{Prefix}{path}?v={file.LastModified.ToUnixTimeSeconds():x}" : null;
    }
}

/// <summary>Where the operators' own files lie. Section <c>Custom</c>.</summary>
public sealed class CustomSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Custom";

    /// <summary>The folder; relative to the working directory.</summary>
    public string Folder { get; set; } = "data/custom";
}
