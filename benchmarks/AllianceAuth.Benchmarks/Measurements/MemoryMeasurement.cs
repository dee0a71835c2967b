using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>Memory of one host that does everything: after its start, under load, and after it asked EVE about all characters.</summary>
internal sealed class MemoryMeasurement(int seconds) : IMeasurement
{
    private const double MostMegabytes = 300;
    private const double SeedMegabytes = 387;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    public string Name => "memory";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        var everyTenSeconds = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Jobs:Schedules:eveonline.update-affiliations"] = "0/10 * * * * ?" };
        await using var site = await stage.StartSiteAsync(cancellationToken, changes: everyTenSeconds);
        await NoteAsync("after the start", site, figures, cancellationToken);
        using var browser = new Browser(site.Address);
        await browser.SignInAsync(BenchStage.Pilot, cancellationToken);
        await new Wrk(stage.Cores, seconds).RunAsync(site, "/dashboard/", browser.Cookies, cancellationToken);
        await NoteAsync("under load", site, figures, cancellationToken);
        await WaitForRunAsync(stage, cancellationToken);
        await NoteAsync("after all affiliations", site, figures, cancellationToken);
    }

    private async Task NoteAsync(string when, SiteProcess site, FigureBook figures, CancellationToken cancellationToken)
    {
        var memory = await site.ReadMemoryAsync(cancellationToken);
        figures.Add(new Figure(Name, $"{when}: resident", memory.Resident, "MB") { Bound = Bound.AtMost(MostMegabytes), Seed = SeedMegabytes, Note = $"{memory.Private:N0} MB of it private" });
    }

    private static async Task WaitForRunAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestRun);
        await using var runs = stage.Database.CreateCommand("SELECT count(*) FROM platform.job_history WHERE name = 'eveonline.update-affiliations' AND finished_at IS NOT NULL");
        while ((long)(await runs.ExecuteScalarAsync(limit.Token))! < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }
}
