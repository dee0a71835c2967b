using System.Diagnostics;
using System.Globalization;
using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>An admin saves the state that all users are in: with nothing changed, without its corporations, and with them again. Everybody is decided anew each time.</summary>
internal sealed class StateEditMeasurement : IMeasurement
{
    private const double MostSeconds = 5;

    // Ours: the promise is only that the number does not grow with the users. Events are one INSERT for each thousand users, sent as one command.
    private const int MostStatements = 20;

    // The seed system: 5,001 users in 22.0 s with 37,735 statements.
    private const double SeedSecondsOfAUser = 22.0 / 5001;
    private const double SeedStatementsOfAUser = 37735.0 / 5001;

    private const string SeedNote = "seed scaled up from 5,001 users";

    private const string Page = "/admin/authentication/state/3/change/";
    private const string Form = "#state-form";
    private const string Corporations = "corporations";
    private static readonly TimeSpan LongestDelivery = TimeSpan.FromMinutes(2);

    public string Name => "state-edit";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await stage.SetAdministratorAsync(true, cancellationToken);
        // In development an answer says how many statements it took.
        await using (var site = await stage.StartSiteAsync(cancellationToken, "Development"))
        {
            using var admin = new Browser(site.Address);
            await admin.SignInAsync(BenchStage.Pilot, cancellationToken);
            var corporations = await ReadCorporationsAsync(stage, cancellationToken);
            // The first one also starts what any first request starts.
            await MeasureAsync("no change", corporations, admin, stage, null, cancellationToken);
            await MeasureAsync("nobody's state changes", corporations, admin, stage, figures, cancellationToken);
            await MeasureAsync("everybody loses the state", [], admin, stage, figures, cancellationToken);
            await MeasureAsync("everybody gets it back", corporations, admin, stage, figures, cancellationToken);
        }

        await stage.SetAdministratorAsync(false, cancellationToken);
    }

    private async Task MeasureAsync(string what, IReadOnlyList<string> corporations, Browser admin, BenchStage stage, FigureBook? figures, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync("VACUUM ANALYZE authentication.users", cancellationToken);
        var page = await admin.GetAsync(Page, cancellationToken);
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var answer = await admin.SubmitAsync(page, Form, Corporations, corporations, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        await WaitForDeliveryAsync(stage, cancellationToken);
        var told = clock.Elapsed.TotalSeconds;
        var stored = await meter.CountAsync("INSERT INTO authentication.outbox%", cancellationToken);
        figures?.Add(new Figure(Name, $"{what}: seconds", seconds, "s") { Bound = Bound.AtMost(MostSeconds), Seed = SeedSecondsOfAUser * stage.Options.Users, Note = $"the whole request; {SeedNote}" });
        figures?.Add(new Figure(Name, $"{what}: SQL commands", answer.Statements!.Value, "")
        {
            Bound = Bound.AtMost(MostStatements),
            Seed = Math.Round(SeedStatementsOfAUser * stage.Options.Users),
            Note = $"one of them holds {stored:N0} INSERTs of events; {SeedNote}",
        });
        figures?.Add(new Figure(Name, $"{what}: everybody told", told, "s") { Note = "notices, caches: in the background" });
        await meter.ExplainAsync(cancellationToken);
    }

    private static async Task WaitForDeliveryAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestDelivery);
        await using var waiting = stage.Database.CreateCommand("SELECT EXISTS (SELECT FROM authentication.outbox)");
        while ((bool)(await waiting.ExecuteScalarAsync(limit.Token))!)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }
    }

    private static async Task<IReadOnlyList<string>> ReadCorporationsAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await using var command = stage.Database.CreateCommand("SELECT id FROM eveonline.corporations");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> ids = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            ids.Add(reader.GetInt64(0).ToString(CultureInfo.InvariantCulture));
        }

        return ids;
    }
}
