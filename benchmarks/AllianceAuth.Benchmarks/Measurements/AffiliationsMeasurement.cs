using System.Diagnostics;
using System.Globalization;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;
using AllianceAuth.Shared.Infrastructure.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>EVE is asked where everybody flies: nobody moved, one in ten moved, everybody moved.</summary>
internal sealed class AffiliationsMeasurement : IMeasurement
{
    private const double MostSeconds = 20;

    // Sends characters to the next corporation, so that EVE's answer differs from what we know; the run brings them back.
    private const string Move = """
        UPDATE eveonline.characters c SET corporation_id = n.next, alliance_id = NULL
        FROM (SELECT id, coalesce(lead(id) OVER (ORDER BY id), first_value(id) OVER (ORDER BY id)) AS next FROM eveonline.corporations) n
        WHERE n.id = c.corporation_id AND c.id % 10 < @tenths
        """;

    public string Name => "affiliations";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await using var site = stage.BuildSite();
        foreach (var (what, tenths) in new[] { ("nobody moved", 0), ("one in ten moved", 1), ("everybody moved", 10) })
        {
            await stage.ExecuteAsync(Move.Replace("@tenths", tenths.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), cancellationToken);
            await stage.ExecuteAsync("VACUUM ANALYZE eveonline.characters", cancellationToken);
            await MeasureAsync(what, stage, site.Services, figures, cancellationToken);
        }
    }

    private async Task MeasureAsync(string what, BenchStage stage, IServiceProvider site, FigureBook figures, CancellationToken cancellationToken)
    {
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var summary = await site.RunJobAsync("eveonline.update-affiliations", cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var work = await meter.StopAsync(cancellationToken);
        figures.Add(new Figure(Name, $"{what}: database", work.Time.TotalSeconds, "s") { Bound = Bound.AtMost(MostSeconds), Note = $"{work.Statements:N0} statements; {summary}" });
        figures.Add(new Figure(Name, $"{what}: whole run", seconds, "s") { Note = "with the simulated ESI's answers" });
        await meter.ExplainAsync(cancellationToken);

        await meter.StartAsync(cancellationToken);
        clock.Restart();
        await site.GetRequiredService<OutboxDispatcher>().DrainAsync(cancellationToken);
        var told = await meter.StopAsync(cancellationToken);
        figures.Add(new Figure(Name, $"{what}: states decided", clock.Elapsed.TotalSeconds, "s") { Note = $"{told.Statements:N0} statements, {Figure.Text(told.Time.TotalSeconds, "s")} in the database, in the background" });
        await meter.ExplainAsync(cancellationToken);
    }
}
