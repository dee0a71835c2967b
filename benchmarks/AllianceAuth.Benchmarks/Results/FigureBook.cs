using System.Text.Json;
using Spectre.Console;

namespace AllianceAuth.Benchmarks.Results;

/// <summary>Collects figures; prints them as one table and keeps them as JSON.</summary>
internal sealed class FigureBook(string conditions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly List<Figure> _figures = [];

    public bool AnyMissed => _figures.Any(f => f.Missed);

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        AnsiConsole.WriteLine($"  {figure.What}: {Figure.Text(figure.Value, figure.Unit)}{(figure.Missed ? "  MISSED" : "")}");
    }

    public void Print(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(conditions)) };
        table.AddColumns("", "what", "here", "bound", "seed system", "times faster", "note");
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
            figure.Seed is { } before ? Figure.Text(figure.Bound is { IsFloor: true } ? figure.Value / before : before / figure.Value, "×") : "",
            figure.Note,
        ];
        return [.. texts.Select((text, column) => column == 2 && figure.Missed ? new Markup($"[red]{Markup.Escape(text)}[/]") : new Markup(Markup.Escape(text)))];
    }
}
