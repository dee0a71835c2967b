using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>How often one page is answered, beside a bare endpoint of the same process in the same minute: what is left of the machine after the framework.</summary>
/// <param name="name">As on the command line.</param>
/// <param name="path">The page.</param>
/// <param name="signedIn">Whether a pilot asks for it.</param>
/// <param name="seedRate">Answers a second of the seed system.</param>
/// <param name="seedP99">Its slowest of a hundred, in milliseconds.</param>
/// <param name="seedProcessor">The processor time it spends on an answer, its database included, in milliseconds.</param>
/// <param name="seconds">How long to ask.</param>
internal sealed class PageMeasurement(string name, string path, bool signedIn, double seedRate, double seedP99, double seedProcessor, int seconds) : IMeasurement
{
    // No database, no view; all that comes before an endpoint in this host.
    private const string BarePath = "/robots.txt";

    // At least this many times what the seed system answers.
    private const int TimesFaster = 20;

    private const int Statements = 2;

    public string Name => name;

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        if (signedIn)
        {
            await CountStatementsAsync(stage, figures, cancellationToken);
        }

        await using var site = await stage.StartSiteAsync(cancellationToken);
        using var browser = new Browser(site.Address);
        if (signedIn)
        {
            await browser.SignInAsync(BenchStage.Pilot, cancellationToken);
        }

        var page = await browser.GetAsync(path, cancellationToken);
        var wrk = new Wrk(stage.Cores, seconds);
        var cookies = signedIn ? browser.Cookies : null;
        var bare = await wrk.RunAsync(site, BarePath, cookies: null, cancellationToken);
        var here = await wrk.RunAsync(site, path, cookies, cancellationToken);
        figures.Add(new Figure(name, "requests/s", here.PerSecond, "") { Seed = seedRate, Bound = Bound.AtLeast(TimesFaster * seedRate), Note = $"{page.Length / 1024.0:N0} kB" });
        figures.Add(new Figure(name, "p99", here.P99, "ms") { Seed = seedP99 });
        figures.Add(new Figure(name, "processor time of a request", here.Processor, "ms") { Seed = seedProcessor, Note = $"{BarePath}: {Figure.Text(bare.Processor, "ms")}" });
        figures.Add(new Figure(name, "share of the bare endpoint", here.PerSecond / bare.PerSecond * 100, "%") { Note = $"{BarePath}: {Figure.Text(bare.PerSecond, "requests/s")}, p99 {Figure.Text(bare.P99, "ms")}" });
    }

    /// <summary>What the first and the second opening cost a site that just started.</summary>
    private async Task CountStatementsAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        string cookies;
        await using (var first = await stage.StartSiteAsync(cancellationToken))
        {
            using var pilot = new Browser(first.Address);
            await pilot.SignInAsync(BenchStage.Pilot, cancellationToken);
            cookies = pilot.Cookies;
        }

        await using var site = await stage.StartSiteAsync(cancellationToken, "Development");
        using var browser = new Browser(site.Address);
        browser.TakeOver(cookies);
        var cold = await browser.GetAsync(path, cancellationToken);
        var warm = await browser.GetAsync(path, cancellationToken);
        figures.Add(new Figure(name, "SQL statements, cold", cold.Statements!.Value, "") { Seed = 14, Bound = Bound.AtMost(Statements), Note = "first page of a process that just started" });
        figures.Add(new Figure(name, "SQL statements, warm", warm.Statements!.Value, "") { Seed = 14, Bound = Bound.AtMost(0) });
    }
}
