using System.Diagnostics;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;
using AllianceAuth.Shared.Infrastructure.Outbox;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>A state that all users are in loses its corporations, and gets them back: everybody is decided anew, twice.</summary>
internal sealed class StateEditMeasurement : IMeasurement
{
    private const double MostSeconds = 5;

    // The seed system: 5,001 users in 22.0 s with 37,735 statements.
    private const double SeedSecondsOfAUser = 22.0 / 5001;
    private const double SeedStatementsOfAUser = 37735.0 / 5001;

    // Reading, deciding, storing the events of a hundred batches; what counts is that it does not grow with the users.
    private const int MostStatements = 10;

    public string Name => "state-edit";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await using var site = stage.BuildSite();
        await stage.ExecuteAsync("CREATE TABLE IF NOT EXISTS public.bench_members AS SELECT * FROM authentication.state_members", cancellationToken);
        await MeasureAsync("everybody loses a state", "DELETE FROM authentication.state_members", stage, site.Services, figures, cancellationToken);
        await MeasureAsync("everybody gets it back", "INSERT INTO authentication.state_members SELECT * FROM public.bench_members", stage, site.Services, figures, cancellationToken);
        await MeasureAsync("nobody changes", "SELECT 1", stage, site.Services, figures, cancellationToken);
    }

    private async Task MeasureAsync(string what, string edit, BenchStage stage, IServiceProvider site, FigureBook figures, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync(edit, cancellationToken);
        await stage.ExecuteAsync("VACUUM ANALYZE authentication.users", cancellationToken);
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var summary = await site.RunJobAsync("authentication.decide-states", cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var work = await meter.StopAsync(cancellationToken);
        figures.Add(new Figure(Name, $"{what}: seconds", seconds, "s") { Bound = Bound.AtMost(MostSeconds), Seed = SeedSecondsOfAUser * stage.Options.Users, Note = summary });
        figures.Add(new Figure(Name, $"{what}: statements", work.Statements, "") { Bound = Bound.AtMost(MostStatements), Seed = Math.Round(SeedStatementsOfAUser * stage.Options.Users) });
        if (Environment.GetEnvironmentVariable("BENCH_STATEMENTS") is not null)
        {
            (await meter.SlowestAsync(cancellationToken)).ToList().ForEach(Console.WriteLine);
        }

        await meter.StartAsync(cancellationToken);
        clock.Restart();
        await site.GetRequiredService<OutboxDispatcher>().DrainAsync(cancellationToken);
        var told = await meter.StopAsync(cancellationToken);
        figures.Add(new Figure(Name, $"{what}: everyone told", clock.Elapsed.TotalSeconds, "s") { Note = $"{told.Statements:N0} statements, in the background" });
        if (Environment.GetEnvironmentVariable("BENCH_STATEMENTS") is not null)
        {
            (await meter.SlowestAsync(cancellationToken)).ToList().ForEach(Console.WriteLine);
        }
    }
}
