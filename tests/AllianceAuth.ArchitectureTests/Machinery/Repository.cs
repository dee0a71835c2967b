using System.Text;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".idea", "artifacts", "node_modules", "bin", "obj", "TestResults", "data", "screenshots", "lib",
    };

    public static string Root { get; } = FindRoot();

    /// <summary>All files but what git ignores, relative to the root and with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    public static string Read(string file) => File.ReadAllText(Absolute(file), Encoding.UTF8);

    public static bool Exists(string file) => File.Exists(Absolute(file));

    public static string Absolute(string file) => Path.Combine(Root, file);

    /// <summary>Files under a folder with one of these endings.</summary>
    public static IEnumerable<string> Under(string folder, params IReadOnlyList<string> endings) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => !LeftOut.Contains(Path.GetFileName(file))).Concat(
            Directory.EnumerateDirectories(folder)
                .Where(child => !LeftOut.Contains(Path.GetFileName(child)) && new DirectoryInfo(child).LinkTarget is null)
                .SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AllianceAuth.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository: no AllianceAuth.sln above them.");
    }
}
