using System.Text;
using System.Text.RegularExpressions;

namespace AllianceAuth.ArchitectureTests;

/// <summary>What holds for files as files: short enough to read, free of what belongs to one machine, and the product free of the simulator.</summary>
public sealed class SourceFileTests
{
    private const int MostLines = 300;

    // Written so that this file does not contain them.
    private static readonly Regex OneMachinesOwn = new(
        @"(?<![\w.-])/(wor[k]|roo[t])/[\w.]|api\.nuge[t]\.org|registry\.npmj[s]\.org|registry\.yarnpk[g]\.com|deb\.debia[n]\.org|ghcr\.i[o]/h-seed",
        RegexOptions.ExplicitCapture);

    [Fact]
    public void No_source_file_is_longer_than_a_person_reads_at_once()
    {
        var files = Repository.Under("src", ".cs", ".razor").Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(files);
        Verdict.Clean($"Longer than {MostLines} lines:", TooLong(files.Select(file => (file, Repository.Read(file)))));
    }

    [Fact]
    public void No_file_tells_of_the_machine_it_was_written_on()
    {
        Assert.NotEmpty(Repository.Files);
        Verdict.Clean("Machine paths and registry hosts:", Telling(Repository.Files.Select(file => (file, ReadText(file)))));
    }

    [Fact]
    public void The_product_knows_nothing_of_the_simulator()
    {
        var files = Repository.Under("src", ".cs", ".razor", ".csproj", ".json", ".resx", ".js", ".css").ToList();

        Assert.Contains(files, file => file.StartsWith("src/Simulator/", StringComparison.Ordinal));
        Verdict.Clean("Only addresses may differ between the real and the simulated EVE:", Knowing(files.Select(file => (file, Repository.Read(file)))));
    }

    [Fact]
    public void The_rules_bite()
    {
        var wall = string.Concat(Enumerable.Repeat("x\n", MostLines + 1));

        Assert.Equal(["a.cs: 301"], TooLong([("a.cs", wall), ("b.cs", "x\n")]));
        Assert.Equal(["a.md:2: see /wor" + "k/main"], Telling([("a.md", "fine: a/work/b, https://x.example/work/b, \"/root/\"\nsee /wor" + "k/main")]));
        Assert.Equal(
            ["src/Modules/HR/a.cs:1: // the Simulator answers", "src/Simulator/S/S.csproj:1: <ProjectReference Include=\"../../Shared/X.csproj\" />"],
            Knowing(
            [
                ("src/Modules/HR/a.cs", "// the Simulator answers"),
                ("src/Modules/HR/b.cs", "// nothing"),
                ("src/Bootstrapper/AllianceAuth.Bootstrapper/Commands/DemoSimulator.cs", "internal sealed class DemoSimulator;"),
                ("src/Simulator/S/Program.cs", "// the simulator itself"),
                ("src/Simulator/S/S.csproj", "<ProjectReference Include=\"../../Shared/X.csproj\" />"),
            ]));
    }

    private static IEnumerable<string> TooLong(IEnumerable<(string File, string Text)> files) =>
        from file in files
        let lines = file.Text.Count(c => c == '\n')
        where lines > MostLines
        select $"{file.File}: {lines}";

    private static IEnumerable<string> Telling(IEnumerable<(string File, string Text)> files) =>
        from file in files
        from line in Lines(file.Text)
        where OneMachinesOwn.IsMatch(line.Text)
        select $"{file.File}:{line.Number}: {line.Text.Trim()}";

    private static IEnumerable<string> Knowing(IEnumerable<(string File, string Text)> files) =>
        from file in files
        let isSimulator = file.File.StartsWith("src/Simulator/", StringComparison.Ordinal)
        where !IsDemo(file.File)
        from line in Lines(file.Text)
        where isSimulator ? line.Text.Contains("<ProjectReference", StringComparison.Ordinal) : line.Text.Contains("simulator", StringComparison.OrdinalIgnoreCase)
        select $"{file.File}:{line.Number}: {line.Text.Trim()}";

    private static bool IsDemo(string file) =>
        file.StartsWith("src/Bootstrapper/", StringComparison.Ordinal) && Path.GetFileName(file).StartsWith("Demo", StringComparison.Ordinal);

    private static IEnumerable<(int Number, string Text)> Lines(string text) => text.Split('\n').Select((line, i) => (i + 1, line));

    private static string ReadText(string file)
    {
        var bytes = File.ReadAllBytes(Repository.Absolute(file));
        return Array.IndexOf(bytes, (byte)0) >= 0 ? "" : Encoding.UTF8.GetString(bytes);
    }
}
