using System.Text.RegularExpressions;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Tests name the numbered rules they show, and every rule is shown or said to be done differently.</summary>
public sealed partial class RuleTests
{
    private const string Reference = "../shared/reference";
    private const string Differences = "docs/differences.md";
    private const string WhySkipped = "The reference is not part of the repository; it lies beside it where rules are worked on.";

    private static readonly string[] Areas = ["AUTH", "EVE", "UI", "I18N", "GRP", "ADM", "MENU", "NOTE", "PERM", "ANA", "SVC", "C", "DISC", "MUM", "TS3"];

    [SkippableFact]
    public void Every_rule_that_a_test_names_exists()
    {
        Skip.IfNot(Directory.Exists(Repository.Absolute(Reference)), WhySkipped);

        Assert.NotEmpty(Shown());
        Verdict.Clean("No such rule in the reference:", Shown().Except(Rules(), StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Every_rule_has_a_test_or_a_line_about_the_difference()
    {
        Skip.IfNot(Directory.Exists(Repository.Absolute(Reference)), WhySkipped);

        var rules = Rules().Where(IsDue).ToList();
        var open = Open(rules, Shown(), Repository.Exists(Differences) ? Repository.Read(Differences) : "").ToList();

        Assert.NotEmpty(rules);
        Verdict.Clean($"{open.Count} of {rules.Count} rules have neither a test nor a line in {Differences}:", open);
    }

    [Fact]
    public void The_rules_bite()
    {
        Assert.Equal(["AUTH-003"], Open(["AUTH-001", "AUTH-002", "AUTH-003"], ["AUTH-001"], "| AUTH-002 | because |"));
        Assert.Equal(["AUTH-001", "EVE-047"], Numbered("- **AUTH-001** First.\n- **EVE-047** Other.\nsee **AUTH-009**"));
        Assert.Equal(["GRP-001", "GRP-002"], Named("[Fact, " + "Rule(\"GRP-001\"), Rule(\"GRP-002\")]"));
        Assert.False(IsDue("XEN-001"));
        Assert.True(IsDue("EVE-070"));
    }

    private static IEnumerable<string> Open(IEnumerable<string> rules, IEnumerable<string> shown, string differences) =>
        rules.Except(shown, StringComparer.Ordinal).Except(RuleId().Matches(differences).Select(m => m.Value), StringComparer.Ordinal);

    private static List<string> Shown() => [.. Repository.Under("tests", ".cs").Select(Repository.Read).SelectMany(Named).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Named(string source) =>
        from attribute in RuleAttribute().Matches(source)
        from id in RuleId().Matches(attribute.Value)
        select id.Value;

    private static List<string> Rules() =>
        [.. Directory.GetFiles(Repository.Absolute(Reference), "*.md", SearchOption.AllDirectories).SelectMany(file => Numbered(File.ReadAllText(file)))];

    private static IEnumerable<string> Numbered(string text) => Rule().Matches(text).Select(m => m.Groups["id"].Value);

    private static bool IsDue(string rule) => Areas.Contains(rule.Split('-')[0], StringComparer.Ordinal);

    [GeneratedRegex(@"^- \*\*(?<id>[A-Z0-9]+-\d+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();

    [GeneratedRegex("""\bRule\("[A-Z0-9]+-\d+"\)""")]
    private static partial Regex RuleAttribute();

    [GeneratedRegex(@"\b[A-Z0-9]+-\d+\b")]
    private static partial Regex RuleId();
}
