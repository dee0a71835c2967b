using System.Text.Json;
using Spectre.Console;

namespace AllianceAuth.Benchmarks.Results;

/// <summary>Collects figures; prints them as one table and keeps them as JSON.</summary>
internal sealed class FigureBook(string conditions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private const int WideEnough = 220;

    private readonly List<Figure> _figures = [];

    public bool AnyMissed => _figures.Any(f => f.Missed);

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        AnsiConsole.WriteLine($"  {figure.What}: {Figure.Text(figure.Value, figure.Unit)}{(figure.Missed ? "  MISSED" : "")}");
    }

    public void Print(IAnsiConsole console)
    {
        // Where nobody's window limits it, a row is a line.
        console.Profile.Width = Math.Max(console.Profile.Width, Console.IsOutputRedirected ? WideEnough : 0);
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(conditions)) };
        table.AddColumns("", "what", "here", "bound", "seed system", "better by", "note");
        foreach (var column in new[] { 2, 3, 4, 5 })
        {
            table.Columns[column].Alignment = Justify.Right;
        }

        var area = "";
        foreach (var figure in _figures)
        {
            table.AddRow(Cells(figure, figure.Area == area ? "" : figure.Area));
            area = figure.Area;
        }

        console.Write(table);
    }

    public async Task SaveAsync(string folder, DateTimeOffset at, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var content = JsonSerializer.Serialize(new { at, conditions, figures = _figures }, Json);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{at:yyyyMMdd-HHmmss}.json"), content, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "latest.json"), content, cancellationToken);
    }

    private static string Compare(Figure figure) => figure switch
    {
        { Seed: not { } } or { Value: 0 } => "",
        { Bound.IsFloor: true } => Figure.Text(figure.Value / figure.Seed.Value, "×"),
        _ => Figure.Text(figure.Seed.Value / figure.Value, "×"),
    };

    private static Markup[] Cells(Figure figure, string area)
    {
        var value = Figure.Text(figure.Value, figure.Unit);
        string[] texts =
        [
            area,
            figure.What,
            figure.Missed ? $"{value} MISSED" : value,
            figure.Bound is { } bound ? $"{(bound.IsFloor ? "≥" : "≤")} {Figure.Text(bound.Limit, figure.Unit)}" : "",
            figure.Seed is { } seed ? Figure.Text(seed, figure.Unit) : "",
            Compare(figure),
            figure.Note,
        ];
        return [.. texts.Select((text, column) => column == 2 && figure.Missed ? new Markup($"[red]{Markup.Escape(text)}[/]") : new Markup(Markup.Escape(text)))];
    }
}
