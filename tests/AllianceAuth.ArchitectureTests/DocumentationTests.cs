using System.Text.RegularExpressions;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Links lead somewhere, and decisions are numbered once and listed.</summary>
public sealed partial class DocumentationTests
{
    private const string Adrs = "docs/adr";

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var pages = Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(pages);
        Verdict.Clean("Dead links:", pages.SelectMany(page => Dead(page, Repository.Read(page), IsThere, Repository.Read)));
    }

    [Fact]
    public void Every_decision_has_a_number_of_its_own_and_is_listed()
    {
        var decisions = Repository.Under(Adrs, ".md").Select(file => file[(Adrs.Length + 1)..]).Where(file => file != "README.md").ToList();

        Assert.NotEmpty(decisions);
        Verdict.Clean($"Decisions in {Adrs}:", Disorder(decisions, Repository.Read($"{Adrs}/README.md")));
    }

    [Fact]
    public void The_rules_bite()
    {
        const string page = """
            [fine](b.md) [web](https://x.example/) [mail](mailto:a@x.example) ![picture](gone.png "Title") [head](b.md#one-head) [no head](b.md#two) [up](../c.md) [own](#here)
            ## Here
            `[code](nowhere.md)`
            ```text
            [more code](nowhere.md)
            ```
            """;

        Assert.Equal(
            ["docs/a.md: ../c.md", "docs/a.md: b.md#two", "docs/a.md: gone.png"],
            Dead("docs/a.md", page, path => path == "docs/b.md", path => path == "docs/b.md" ? "# One *head*!" : page).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["0002-b.md: number taken twice", "0002-c.md: not in the list", "0002-c.md: number taken twice", "four.md: no number"],
            Disorder(["0001-a.md", "0002-b.md", "0002-c.md", "four.md"], "[1](0001-a.md) [2](0002-b.md) [4](four.md)").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Dead(string page, string text, Func<string, bool> isThere, Func<string, string> read)
    {
        foreach (var link in Link().Matches(Code().Replace(text, "")).Select(m => m.Groups["target"].Value).Where(link => !Absolute().IsMatch(link)))
        {
            var parts = link.Split('#', 2);
            var target = parts[0].Length == 0 ? page : Resolve(page, Uri.UnescapeDataString(parts[0]));
            var missesHead = parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal);
            if ((target != page && !isThere(target)) || (missesHead && !Heads(target == page ? text : read(target)).Contains(parts[1], StringComparer.Ordinal)))
            {
                yield return $"{page}: {link}";
            }
        }
    }

    private static IEnumerable<string> Disorder(IReadOnlyList<string> decisions, string list)
    {
        foreach (var decision in decisions)
        {
            if (!Numbered().IsMatch(decision))
            {
                yield return $"{decision}: no number";
            }
            else if (decisions.Count(other => other[..4] == decision[..4]) > 1)
            {
                yield return $"{decision}: number taken twice";
            }

            if (!list.Contains($"({decision})", StringComparison.Ordinal))
            {
                yield return $"{decision}: not in the list";
            }
        }
    }

    // The addresses that GitHub gives to headings.
    private static IEnumerable<string> Heads(string text) =>
        Heading().Matches(text).Select(m => NotInAddress().Replace(m.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Resolve(string page, string link)
    {
        var path = link.StartsWith('/') ? link[1..] : Path.Combine(Path.GetDirectoryName(page)!, link);
        return Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, path))).Replace('\\', '/');
    }

    private static bool IsThere(string path) => Repository.Exists(path) || Directory.Exists(Repository.Absolute(path));

    [GeneratedRegex("""\]\((?<target>[^)\s]+)(\s+"[^"]*")?\)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^([a-z]+:|//)", RegexOptions.ExplicitCapture)]
    private static partial Regex Absolute();

    [GeneratedRegex("^#{1,6} (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAddress();

    [GeneratedRegex(@"^\d{4}-[a-z0-9-]+\.md$")]
    private static partial Regex Numbered();
}
