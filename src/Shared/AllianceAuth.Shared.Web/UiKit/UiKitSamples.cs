using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Shared.Web.UiKit;

/// <summary>Invented pilots and losses for the page of all parts.</summary>
internal static class UiKitSamples
{
    private static readonly DateTimeOffset Then = new(2026, 11, 20, 18, 5, 0, TimeSpan.Zero);

    private static readonly string[] Ships = ["Muninn", "Scimitar", "Sabre", "Ferox", "Stiletto", "Huginn"];

    private static readonly string[] Pilots =
        ["Bram Okonedo", "Hale Dravik", "Nessa Quillfeather", "Ilse Corvane", "Sable Wrenfield", "Yuki Sandoval", "Lio Ferrant", "Odile Brandt"];

    public static IReadOnlyList<TimelineEntry> History { get; } =
    [
        new(Then.AddMinutes(35), "Approved by Juno Akkerby, 250,000,000 ISK", Tone.Ok),
        new(Then.AddMinutes(33), "Payout changed 220,000,000 → 250,000,000"),
        new(Then.AddMinutes(7), "Rejected: not on the doctrine", Tone.Bad),
        new(Then.AddHours(-19), "Asked by Bram Okonedo"),
    ];

    public static ChartData Fleets { get; } = new(
        ["W 42", "W 43", "W 44", "W 45", "W 46", "W 47"],
        [new("Fleets", [9, 12, 7, 15, 11, 18]), new("Strategic", [2, 3, 1, 5, 2, 6])]);

    public static ChartData Shares { get; } = new(
        ["Cinder & Quill", "Ninth Harbour Works", "Thistledown Logistics", "Oxbow Salvage"], [new("Members", [412, 380, 156, 94])], ChartKind.Doughnut);

    public static TablePage<SampleRow> NoRows(TableQuery query) => new([], 0, query);

    public static TablePage<SampleRow> Rows(TableQuery query)
    {
        var rows = Enumerable.Range(1, 64).Select(Row).Where(row => query.Search is null || Fits(row, query.Search));
        rows = query.Sort switch
        {
            "ship" => rows.OrderBy(row => row.Ship, StringComparer.Ordinal),
            "payout" => rows.OrderBy(row => row.Payout),
            _ => rows.OrderBy(row => row.Pilot, StringComparer.Ordinal),
        };
        List<SampleRow> all = [.. query.Descending ? rows.Reverse() : rows];
        return new([.. all.Skip(query.Skip).Take(query.Size)], all.Count, query);
    }

    private static bool Fits(SampleRow row, string search) =>
        row.Pilot.Contains(search, StringComparison.OrdinalIgnoreCase) || row.Ship.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static SampleRow Row(int i)
    {
        var (status, tone) = (i % 5) switch { 0 => ("Rejected", Tone.Bad), 1 or 2 => ("Pending", Tone.Info), _ => ("Approved", Tone.Ok) };
        var harbour = i % 3 != 0;
        return new(
            i, 90_000_000 + (i % 8), Pilots[i % 8], harbour ? "9HARB" : "PALEM", harbour ? "Ninth Harbour Works" : "Pale Meridian",
            Ships[i % 6], i % 5 == 0 ? 0 : 12_500_000m * (1 + (i * 7 % 31)), Then.AddMinutes(-37 * i), status, tone);
    }
}
