using System.Text.RegularExpressions;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Every sentence exists in every language people can select, with the same placeholders and in the plural forms the language needs.</summary>
public sealed class TranslationTests
{
    private static readonly string[] Counting = ["one", "other"];

    private static readonly Dictionary<string, string[]> PluralForms = new(StringComparer.Ordinal)
    {
        ["de"] = Counting,
        ["es"] = Counting,
        ["fr"] = Counting,
        ["it"] = Counting,
        ["ja"] = ["other"],
        ["ko"] = ["other"],
        ["ru"] = ["one", "few", "many"],
        ["uk"] = ["one", "few", "many"],
        ["zh-Hans"] = ["other"],
    };

    // French says "vous" to everybody, Chinese "你"; an account and a group have one word each.
    private static readonly Dictionary<string, Regex> Elsewhere = new(StringComparer.Ordinal)
    {
        ["fr"] = new(@"\b(tu|toi|ton|ta|tes|te)\b|\bt['’]\w", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture),
        ["zh-Hans"] = new("您|账户|帐|用户组"),
    };

    public static TheoryData<string, string> HomesAndLanguages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var original in TextFile.Originals)
            {
                foreach (var language in PluralForms.Keys)
                {
                    data.Add(original.Home, language);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(HomesAndLanguages))]
    public void Every_sentence_is_translated(string home, string language)
    {
        var original = TextFile.Originals.Single(file => file.Home == home);
        var translation = TextFile.All.SingleOrDefault(file => file.Home == home && file.Language == language);

        Assert.NotEmpty(original.Entries);
        Assert.True(translation is not null, $"{home}.{language}.resx is missing.");
        Verdict.Clean($"{translation.File}:", Differences(original, translation));
    }

    [Fact]
    public void There_is_no_file_in_a_language_nobody_can_select() =>
        Verdict.Clean("Unknown languages:", TextFile.All.Where(file => !file.IsOriginal && !PluralForms.ContainsKey(file.Language)).Select(file => file.File));

    [Fact]
    public void The_languages_are_those_of_the_site()
    {
        var selectable = Shared.Web.Localization.SiteLanguage.All.Select(language => language.CultureName);

        Assert.Equal(PluralForms.Keys.Append("en").Order(StringComparer.Ordinal), selectable.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everybody_is_addressed_alike_and_a_thing_has_one_name() =>
        Verdict.Clean("Not as the rest of the site says it:", TextFile.All.SelectMany(Strays));

    [Fact]
    public void That_rule_bites()
    {
        Assert.Equal(["f: hr.a.b", "f: hr.a.d", "f: hr.a.e"], Strays(File("fr", ("hr.a.b", "Ton main"), ("hr.a.c", "Votre statut"), ("hr.a.d", "Connecte-toi"), ("hr.a.e", "Il t’attend"))));
        Assert.Equal(["f: hr.a.b", "f: hr.a.c"], Strays(File("zh-Hans", ("hr.a.b", "您的账号"), ("hr.a.c", "用户组"), ("hr.a.d", "你的群组"))));
        Assert.Empty(Strays(File("de", ("hr.a.b", "Ton"))));
    }

    [Fact]
    public void The_rule_bites()
    {
        var english = File("en", ("hr.a.b", "Hello {0}"), ("hr.a.c", "Bye"), ("hr.n.one", "{0} pilot of {1}"), ("hr.n.other", "{0} pilots of {1}"));

        Assert.Empty(Differences(english, File("ja", ("hr.a.b", "{0}"), ("hr.a.c", "x"), ("hr.n.other", "{1}: {0}"))));
        Assert.Equal(
            ["hr.a.b has placeholders 1, English 0", "hr.a.c is missing", "hr.n.few is missing", "hr.old is not in English"],
            Differences(english, File("ru", ("hr.a.b", "{1}"), ("hr.n.one", "{0} {1}"), ("hr.n.many", "{0} {1}"), ("hr.old", "x"))).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Strays(TextFile file) => Elsewhere.TryGetValue(file.Language, out var words)
        ? file.Entries.Where(entry => words.IsMatch(entry.Text)).Select(entry => $"{file.File}: {entry.Key}")
        : [];

    private static TextFile File(string language, params (string Key, string Text)[] entries) => new("f", "f", language, entries);

    private static IEnumerable<string> Differences(TextFile original, TextFile translation)
    {
        var english = Sentences(original);
        var translated = Sentences(translation);
        var counted = english.Keys.Where(key => key.EndsWith(".other", StringComparison.Ordinal)).Select(TextKeys.WithoutPluralForm).ToHashSet(StringComparer.Ordinal);
        var needed = english.Keys.Where(key => !counted.Contains(TextKeys.WithoutPluralForm(key)))
            .Concat(counted.SelectMany(key => PluralForms[translation.Language].Select(form => $"{key}.{form}")));

        foreach (var key in needed.Where(key => !translated.ContainsKey(key)))
        {
            yield return $"{key} is missing";
        }

        foreach (var (key, text) in translated)
        {
            var stem = TextKeys.WithoutPluralForm(key);
            var source = english.GetValueOrDefault(key) ?? (counted.Contains(stem) ? english[$"{stem}.other"] : null);
            if (source is null)
            {
                yield return $"{key} is not in English";
                continue;
            }

            // "one" may say the number as a word.
            var (has, wants) = (TextFile.Placeholders(text), TextFile.Placeholders(source));
            if (!has.SetEquals(wants) && !(key.EndsWith(".one", StringComparison.Ordinal) && has.Append("0").ToHashSet(StringComparer.Ordinal).SetEquals(wants)))
            {
                yield return $"{key} has placeholders {string.Join(' ', has)}, English {string.Join(' ', wants)}";
            }
        }
    }

    // A double is reported by TextTests.
    private static Dictionary<string, string> Sentences(TextFile file) =>
        file.Entries.DistinctBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => entry.Text, StringComparer.Ordinal);
}
