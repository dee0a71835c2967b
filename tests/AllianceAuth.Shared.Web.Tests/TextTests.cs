using System.Globalization;
using System.Text.RegularExpressions;
using AllianceAuth.Shared.Web.Localization;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed partial class TextTests
{
    private static readonly System.Resources.ResourceManager Shipped = new("AllianceAuth.Shared.Web.Texts.SharedWeb", typeof(SharedWeb).Assembly);

    public static TheoryData<string> Languages => [.. SiteLanguage.All.Where(l => l != SiteLanguage.Default).Select(l => l.CultureName)];

    [Theory, MemberData(nameof(Languages))]
    public void Every_language_says_everything_with_the_same_placeholders(string language)
    {
        var english = Read("");
        var translated = Read(language);

        Assert.NotEmpty(english);
        Assert.Equal([], english.Keys.Select(Base).Except(translated.Keys.Select(Base)));
        Assert.Equal([], translated.Keys.Select(Base).Except(english.Keys.Select(Base)));
        Assert.All(translated, text => Assert.Equal(Holes(english.GetValueOrDefault(text.Key) ?? english[Base(text.Key) + ".other"]), Holes(text.Value)));
        Assert.True(translated.Count(t => english.GetValueOrDefault(t.Key) == t.Value) < english.Count / 6, "Most of these texts are still English.");
    }

    [Theory, MemberData(nameof(Languages))]
    public void Every_form_the_language_counts_in_is_there(string language)
    {
        var translated = Read(language);
        var forms = Enumerable.Range(0, 130).Select(n => PluralForm.Of(CultureInfo.GetCultureInfo(language), n)).Distinct().ToList();

        foreach (var counted in Read("").Keys.Where(key => key.EndsWith(".other", StringComparison.Ordinal)).Select(Base))
        {
            Assert.All(forms, form => Assert.True(translated.ContainsKey($"{counted}.{form}"), $"{counted}.{form}"));
        }
    }

    private static Dictionary<string, string> Read(string language)
    {
        var set = Shipped.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false);
        return set is null ? [] : set.Cast<System.Collections.DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!, StringComparer.Ordinal);
    }

    private static string Base(string key) => PluralEnding().Replace(key, "");

    private static string Holes(string text) => string.Join(',', Placeholder().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal).Distinct());

    [GeneratedRegex(@"\.(one|few|many|other)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PluralEnding();

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Placeholder();
}
