using System.Text;
using System.Text.RegularExpressions;
using AllianceAuth.Shared.Modules;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Every sentence the code asks for exists in English, and every sentence is asked for.</summary>
public sealed partial class TextTests
{
    // A job, a cache tag or a client is called module.name; a sentence has at least module.slice.reason. The frame's own are shorter: web.undo.
    private const int LeastParts = 3;
    private const string Frame = "web";

    private static readonly HashSet<string> Prefixes = [.. TextFile.Originals.Select(file => file.Prefix), .. Built.Modules.Select(m => Built.Owner(Built.Name(m)))];

    private static readonly HashSet<string> Known = [.. TextFile.Originals.SelectMany(file => file.Entries).Select(entry => entry.Key)];

    // The beginning and the ending of a key may be two modules' own: a filter names the one, whoever shows filters the other.
    private static readonly IReadOnlySet<string> Endings =
        Built.Product.SelectMany(module => TextKeys.UsedBy(module, Prefixes.Contains).Endings).ToHashSet(StringComparer.Ordinal);

    public static TheoryData<string> Product => [.. Built.Product.Select(Built.Name)];

    public static TheoryData<string> Files => [.. TextFile.All.Select(file => file.File)];

    [Theory, MemberData(nameof(Product))]
    public void Every_key_that_the_code_names_has_a_sentence(string name) =>
        Verdict.Clean("No English text for:", Missing(TextKeys.UsedBy(Built.Find(name), Prefixes.Contains) with { Endings = Endings }, Known));

    [Fact]
    public void Every_text_that_the_source_asks_for_has_a_sentence()
    {
        var asked = Repository.Under("src", ".cs", ".razor").SelectMany(file => TextKeys.Asked(Repository.Read(file)).Select(key => (file, key))).ToList();

        Assert.NotEmpty(asked);
        Verdict.Clean("No English text for:", asked.Where(a => !TextKeys.IsKnown(a.key, Known)).Select(a => $"{a.key} ({a.file})"));
    }

    [Fact]
    public void Every_menu_entry_has_a_sentence()
    {
        var entries = Modules().SelectMany(module => module.Menu).ToList();

        Assert.NotEmpty(entries);
        Verdict.Clean("No English text for:", entries.Select(entry => entry.Text).Where(text => !Known.Contains(text)));
    }

    [Fact]
    public void Every_sentence_is_used()
    {
        var used = Built.Product.Select(module => TextKeys.UsedBy(module, Prefixes.Contains) with { Endings = Endings }).ToList();

        Assert.NotEmpty(Known);
        Verdict.Clean("Nothing names these texts:", Known.Where(key => !used.Exists(u => u.Contains(key))));
    }

    [Theory, MemberData(nameof(Files))]
    public void A_text_file_is_clean(string file)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var xml = utf8.GetString(File.ReadAllBytes(Repository.Absolute(file))).TrimStart('\uFEFF');

        Verdict.Clean($"{file}:", Unclean(TextFile.Parse(file, xml)));
    }

    [Fact]
    public void Every_text_file_belongs_to_one_owner() =>
        Assert.Equal(TextFile.Originals.Count, TextFile.Originals.Select(file => file.Prefix).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void The_rules_bite()
    {
        var hr = Sample.Compile("AllianceAuth.HR", """
            using AllianceAuth.Shared.Jobs; using AllianceAuth.Shared.Results;
            namespace AllianceAuth.HR;
            internal sealed class Apply
            {
                public JobDefinition Job => new("hr.apply.nightly");
                public Refusal Refuse(bool closed) => new(closed ? "hr.apply.closed" : "hr.apply.gone");
                public async Task<string> CountAsync() { await Task.Yield(); return "hr.apply.waiting"; }
                public string Mail(bool first, string ending) => (first ? "hr.mail.first" : "hr.mail.gone") + ".subject";
                public string State(object state) => $"hr.state.{state}";
                public string Tag => "hr.forms";
                public string Frame => "web.gone";
            }
            """);
        var used = TextKeys.UsedBy(hr.Module, word => word is "hr" or "web");
        HashSet<string> known = ["hr.apply.closed", "hr.apply.waiting.one", "hr.apply.waiting.other", "hr.state.open", "hr.mail.first.subject", "hr.apply.old"];

        Assert.Equal(["hr.apply.gone", "hr.mail.gone", "web.gone"], Missing(used, known).Order(StringComparer.Ordinal));
        Assert.Equal(["hr.apply.old"], known.Where(key => !used.Contains(key)));
        Assert.Equal(["Join", "hr.x", "hr.none.", "hr.state."], TextKeys.Asked("""@T["Join"] x @T["hr.x", 1] @T[$"hr.none.{a}"] @T[$"hr.state.{a}"]"""));
        Assert.Equal(["hr.apply.waiting", "hr.state."], new[] { "Join", "hr.x", "hr.none.", "hr.apply.waiting", "hr.state." }.Where(key => TextKeys.IsKnown(key, known)));
        Assert.Equal(
            ["hr.a.b is there twice", "hr.a.b: broken placeholder", "hr.a.c: letters read in the wrong encoding", "hr.a.d is empty", "srp.a.b is not a key of hr"],
            Unclean(new TextFile("f", "f", "en", [("hr.a.b", "{0"), ("hr.a.b", "x"), ("hr.a.c", "sch\u00C3\u00B6n"), ("hr.a.d", " "), ("srp.a.b", "x")])).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Missing(TextKeys used, IReadOnlySet<string> known) =>
        used.Unknown(known).Where(key => key.StartsWith(Frame + ".", StringComparison.Ordinal) || key.Split('.').Length >= LeastParts);

    private static IEnumerable<string> Unclean(TextFile file)
    {
        foreach (var group in file.Entries.GroupBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (group.Count() > 1)
            {
                yield return $"{group.Key} is there twice";
            }

            if (!Key().IsMatch(group.Key) || group.Key.Split('.')[0] != file.Prefix)
            {
                yield return $"{group.Key} is not a key of {file.Prefix}";
            }
        }

        foreach (var (key, text) in file.Entries)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                yield return $"{key} is empty";
            }

            if (WrongEncoding().IsMatch(text))
            {
                yield return $"{key}: letters read in the wrong encoding";
            }

            if (text.Contains('{', StringComparison.Ordinal) && !IsFormat(text))
            {
                yield return $"{key}: broken placeholder";
            }
        }
    }

    private static bool IsFormat(string text)
    {
        try
        {
            return CompositeFormat.Parse(text).MinimumArgumentCount >= 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static IEnumerable<IModule> Modules() =>
        from module in Built.Modules
        from type in Built.Load(module).GetTypes()
        where typeof(IModule).IsAssignableFrom(type) && !type.IsAbstract
        select (IModule)Activator.CreateInstance(type)!;

    // The last parts may be names from outside: eveonline.scope.publicData.
    [GeneratedRegex(@"^[a-z0-9]+(\.[A-Za-z0-9_-]+)+$", RegexOptions.ExplicitCapture)]
    private static partial Regex Key();

    // UTF-8 read as Latin-1, and the sign for what could not be read.
    [GeneratedRegex("[\u00C2-\u00C3\u00D0\u00D1][\u0080-\u00BF]|\uFFFD|\u00E2\u20AC")]
    private static partial Regex WrongEncoding();
}
