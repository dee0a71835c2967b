using System.Globalization;

namespace AllianceAuth.Benchmarks.Results;

/// <summary>One measured number.</summary>
/// <param name="Area">The measurement it belongs to.</param>
/// <param name="What">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit; empty for a count.</param>
internal sealed record Figure(string Area, string What, double Value, string Unit)
{
    /// <summary>What it has to be, if anything was promised.</summary>
    public Bound? Bound { get; init; }

    /// <summary>What the seed system needs for the same, if that is known.</summary>
    public double? Seed { get; init; }

    /// <summary>How it came about, where that is not plain.</summary>
    public string Note { get; init; } = "";

    public bool Missed => Bound is { } bound && !bound.Admits(Value);

    public static string Text(double value, string unit)
    {
        var digits = value switch
        {
            _ when value == Math.Truncate(value) => "N0",
            >= 1000 => "N0",
            >= 10 => "N1",
            _ => "N2",
        };
        return $"{value.ToString(digits, CultureInfo.InvariantCulture)} {unit}".TrimEnd();
    }
}

/// <summary>A promise about a number.</summary>
/// <param name="Limit">The last value that keeps it.</param>
/// <param name="IsFloor">Whether less would break it; otherwise more would.</param>
internal sealed record Bound(double Limit, bool IsFloor)
{
    public static Bound AtLeast(double limit) => new(limit, IsFloor: true);

    public static Bound AtMost(double limit) => new(limit, IsFloor: false);

    public bool Admits(double value) => IsFloor ? value >= Limit : value <= Limit;
}
