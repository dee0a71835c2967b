namespace AllianceAuth.Shared.Web.Tables;

/// <summary>The rows a table shows and how many there are in all.</summary>
/// <param name="Rows">The rows of this page.</param>
/// <param name="Total">All rows that match search and filters.</param>
/// <param name="Query">What the address asked for.</param>
public sealed record TablePage<TRow>(IReadOnlyList<TRow> Rows, int Total, TableQuery Query)
{
    /// <summary>Number of pages, at least one.</summary>
    public int Pages => Math.Max(1, (int)Math.Ceiling(Total / (double)Query.Size));
}
