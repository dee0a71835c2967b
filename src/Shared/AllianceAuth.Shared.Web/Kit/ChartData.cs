namespace AllianceAuth.Shared.Web.Kit;

/// <summary>What a chart shows.</summary>
/// <param name="Labels">One for each point.</param>
/// <param name="Series">One or more rows of figures.</param>
/// <param name="Kind">Its shape.</param>
public sealed record ChartData(IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series, ChartKind Kind = ChartKind.Bar);

/// <summary>One row of figures.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Values">One for each label.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal> Values);

/// <summary>Shapes of charts.</summary>
public enum ChartKind
{
    /// <summary>Columns.</summary>
    Bar,

    /// <summary>A line, for time.</summary>
    Line,

    /// <summary>A ring, for shares of a whole.</summary>
    Doughnut,
}
