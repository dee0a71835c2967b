using System.Diagnostics;
using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>What an admin waits for: who gains and loses before a state is saved that everybody is in, and the list of users with a search.</summary>
internal sealed class AdminMeasurement : IMeasurement
{
    private const double MostPreviewSeconds = 2;
    private const double MostSearchMilliseconds = 200;
    private const int Times = 21;
    private const string State = "/admin/authentication/state/3/change/";

    private static readonly (string What, string Address)[] Lists =
    [
        ("users", "/admin/authentication/user/"),
        ("users, by a part of a name", "/admin/authentication/user/?q=ilot_4711"),
        ("users, by what every name holds", "/admin/authentication/user/?q=pilot"),
        ("users, page 500", "/admin/authentication/user/?page=500"),
    ];

    public string Name => "admin";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await stage.SetAdministratorAsync(true, cancellationToken);
        await using (var site = await stage.StartSiteAsync(cancellationToken, "Development"))
        {
            using var admin = new Browser(site.Address);
            await admin.SignInAsync(BenchStage.Pilot, cancellationToken);
            foreach (var (what, address) in Lists)
            {
                await MeasureListAsync(what, address, admin, figures, cancellationToken);
            }

            var page = await admin.GetAsync(State, cancellationToken);
            // The first one also starts what any first request starts.
            await admin.SubmitAsync(page, "#state-form", "corporations", [], cancellationToken, "preview/");
            var clock = Stopwatch.StartNew();
            var preview = await admin.SubmitAsync(page, "#state-form", "corporations", [], cancellationToken, "preview/");
            figures.Add(new Figure(Name, "preview: everybody loses the state", clock.Elapsed.TotalSeconds, "s") { Bound = Bound.AtMost(MostPreviewSeconds), Note = $"{preview.Statements} statements" });
        }

        await stage.SetAdministratorAsync(false, cancellationToken);
    }

    private async Task MeasureListAsync(string what, string address, Browser admin, FigureBook figures, CancellationToken cancellationToken)
    {
        var times = new double[Times];
        for (var i = 0; i < Times; i++)
        {
            var clock = Stopwatch.StartNew();
            var page = await admin.GetAsync(address, cancellationToken);
            times[i] = clock.Elapsed.TotalMilliseconds;
            if (i == Times - 1)
            {
                figures.Add(new Figure(Name, $"{what}: SQL statements", page.Statements!.Value, ""));
            }
        }

        Array.Sort(times);
        figures.Add(new Figure(Name, $"{what}: median", times[Times / 2], "ms") { Bound = Bound.AtMost(MostSearchMilliseconds), Note = $"slowest {Figure.Text(times[^1], "ms")}" });
    }
}
