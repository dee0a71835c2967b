using System.Globalization;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>How languages count: the categories of Unicode CLDR for whole numbers, for the languages we ship. I18N-030.</summary>
internal static class PluralForm
{
    public static string Of(CultureInfo culture, long number)
    {
        var n = Math.Abs(number);
        return culture.TwoLetterISOLanguageName switch
        {
            "ja" or "ko" or "zh" => "other",
            "fr" => n is 0 or 1 ? "one" : "other",
            "ru" or "uk" => Slavic(n),
            _ => n == 1 ? "one" : "other",
        };
    }

    private static string Slavic(long n) => (n % 10, n % 100) switch
    {
        (1, not 11) => "one",
        ( >= 2 and <= 4, not (>= 12 and <= 14)) => "few",
        _ => "many",
    };
}
