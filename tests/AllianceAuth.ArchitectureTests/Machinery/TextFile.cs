using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>A module's texts in one language.</summary>
/// <param name="File">Where they stand.</param>
/// <param name="Home">Whose they are: the file's path without language and ending.</param>
/// <param name="Language">.NET's name of the language; <c>en</c> for the file without one.</param>
/// <param name="Entries">Key and sentence, in the file's order, doubles included.</param>
internal sealed partial record TextFile(string File, string Home, string Language, IReadOnlyList<(string Key, string Text)> Entries)
{
    private const string English = "en";

    /// <summary>All text files of the source tree.</summary>
    public static IReadOnlyList<TextFile> All { get; } = [.. Repository.Under("src", ".resx").Select(file => Parse(file, Repository.Read(file)))];

    /// <summary>The originals: one per module with texts.</summary>
    public static IReadOnlyList<TextFile> Originals { get; } = [.. All.Where(file => file.IsOriginal)];

    public bool IsOriginal => Language == English;

    /// <summary>First part of all its keys: <c>authentication</c>, or <c>web</c> for the frame.</summary>
    public string Prefix => Entries.Count == 0 ? "" : Entries[0].Key.Split('.')[0];

    public static TextFile Parse(string file, string xml)
    {
        var name = Path.GetFileName(file).Split('.');
        var home = $"{Path.GetDirectoryName(file)!.Replace('\\', '/')}/{name[0]}";
        var entries = XDocument.Parse(xml).Root!.Elements("data").Select(data => (data.Attribute("name")!.Value, data.Element("value")?.Value ?? ""));
        return new TextFile(file, home, name.Length == 2 ? English : name[1], [.. entries]);
    }

    /// <summary>The numbers of the placeholders in a sentence.</summary>
    public static IReadOnlySet<string> Placeholders(string text) =>
        Placeholder().Matches(text.Replace("{{", "", StringComparison.Ordinal)).Select(m => m.Groups["number"].Value).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\{(?<number>\d+)")]
    private static partial Regex Placeholder();
}
