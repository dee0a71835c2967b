using System.Globalization;

namespace AllianceAuth.Shared.Web.Kit;

/// <summary>How ISK is written: as in the game, the same in every language.</summary>
public static class IskText
{
    private static readonly (decimal From, string Sign)[] Steps = [(1_000_000_000_000m, "t"), (1_000_000_000m, "b"), (1_000_000m, "m"), (1_000m, "k")];

    /// <summary>For example <c>1,250,000,000 ISK</c>; the fraction is cut off.</summary>
    public static string Full(decimal amount) => Digits(amount) + " ISK";

    /// <summary>For example <c>1,250,000,000</c>; the fraction is cut off.</summary>
    public static string Digits(decimal amount) => decimal.Truncate(amount).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>For example <c>1.25 b</c>: three figures, cut off and never rounded up.</summary>
    public static string Brief(decimal amount)
    {
        var size = Math.Abs(amount);
        foreach (var (from, sign) in Steps)
        {
            if (size >= from)
            {
                var value = amount / from;
                var places = Math.Abs(value) switch { >= 100 => 0, >= 10 => 1, _ => 2 };
                var factor = (decimal)Math.Pow(10, places);
                var cut = decimal.Truncate(value * factor) / factor;
                return cut.ToString("0.##", CultureInfo.InvariantCulture) + " " + sign;
            }
        }

        return Digits(amount);
    }
}
