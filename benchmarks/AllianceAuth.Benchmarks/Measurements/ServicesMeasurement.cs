using System.Diagnostics;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>Accounts of 50,000 pilots on one service: looked at when nothing changed, held when all lose access at once, and ended as fast as the service takes it.</summary>
internal sealed class ServicesMeasurement : IMeasurement
{
    private const int Accounts = 50_000;
    private const double MostSeconds = 10;
    private const int MostMegabytes = 100;
    private const string Job = "services.keep";
    private const string Service = "example";

    private const string Sweep = "INSERT INTO services.states AS s (name, sweep_wanted) VALUES ('example', 1) ON CONFLICT (name) DO UPDATE SET sweep_wanted = s.sweep_wanted + 1";

    private static readonly string Begin = $"""
        INSERT INTO authentication.state_permissions (state_id, permission) VALUES (3, 'example.access_example') ON CONFLICT DO NOTHING;
        INSERT INTO services.accounts (service, user_id, stage, login_name, display_name, groups, missing, wanted_login, wanted_display, wanted_groups, plan, mark, looked, done,
            priority, cause, is_approved, attempts, trouble_arguments, activated_at, drift, remote_id)
        SELECT 'example', id, 1, main_name, main_name, ARRAY[]::text[], ARRAY[]::text[], '', '', ARRAY[]::text[], 0, 1, 1, 1,
            3, '', false, 0, ARRAY[]::text[], now(), ARRAY[]::text[], 'auth-' || id
        FROM authentication.users WHERE state = 3 AND main_character_id IS NOT NULL ORDER BY id LIMIT {Accounts};
        INSERT INTO services.states (name, is_frozen) VALUES ('example', true) ON CONFLICT (name) DO UPDATE SET is_frozen = true
        """;

    // What the engine found that accounts should be is what they are from now on.
    private const string Settle = """
        UPDATE services.accounts SET login_name = wanted_login, display_name = wanted_display, groups = wanted_groups, done = mark, looked = mark, plan = 0, due_since = NULL
        WHERE service = 'example' AND wanted_login <> '';
        UPDATE services.states SET is_frozen = false WHERE name = 'example'
        """;

    public string Name => "services";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await using var site = stage.BuildSite();
        await stage.ExecuteAsync(Begin, cancellationToken);
        await stage.ExecuteAsync(Sweep, cancellationToken);
        await site.Services.RunJobAsync(Job, cancellationToken, Service);
        await stage.ExecuteAsync(Settle, cancellationToken);
        await stage.ExecuteAsync("VACUUM ANALYZE", cancellationToken);

        await stage.ExecuteAsync(Sweep, cancellationToken);
        await MeasureAsync("a look at everybody, nothing changed", Bound.AtMost(MostSeconds), stage, site.Services, figures, cancellationToken);
        await TakeAsync(stage, site.Services, figures, cancellationToken);
        await MeasureAsync("a look at everybody, all lose it and the brake holds", null, stage, site.Services, figures, cancellationToken);
        await DrainAsync(stage, site.Services, figures, cancellationToken);
        await stage.ExecuteAsync("DELETE FROM services.accounts; DELETE FROM services.history; DELETE FROM services.states; DELETE FROM services.outbox", cancellationToken);
    }

    private async Task TakeAsync(BenchStage stage, IServiceProvider site, FigureBook figures, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync("DELETE FROM authentication.state_permissions WHERE state_id = 3 AND permission = 'example.access_example'", cancellationToken);
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        await using var scope = site.CreateAsyncScope();
        var clock = Stopwatch.StartNew();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Publish(
            new PermissionsChanged(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), User: null, new StateId(3), Group: null), cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var noted = await meter.CountAsync("%services.states%", cancellationToken);
        figures.Add(new Figure(Name, "a permission taken from the state of all: statements that note it", noted, "") { Bound = Bound.AtMost(1), Note = $"{seconds:N2} s for all who hear of it" });
    }

    private async Task MeasureAsync(string what, Bound? bound, BenchStage stage, IServiceProvider site, FigureBook figures, CancellationToken cancellationToken)
    {
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var summary = await site.RunJobAsync(Job, cancellationToken, Service);
        var seconds = clock.Elapsed.TotalSeconds;
        var work = await meter.StopAsync(cancellationToken);
        figures.Add(new Figure(Name, what, seconds, "s") { Bound = bound, Note = $"{work.Statements:N0} statements; {summary}" });
        await meter.ExplainAsync(cancellationToken);
    }

    /// <summary>One run of the engine: two minutes at most.</summary>
    private async Task DrainAsync(BenchStage stage, IServiceProvider site, FigureBook figures, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync("UPDATE services.accounts SET is_approved = true WHERE mark > done", cancellationToken);
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await site.RunJobAsync(Job, cancellationToken, Service);
        var seconds = clock.Elapsed.TotalSeconds;
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / 1024;
        var work = await meter.StopAsync(cancellationToken);
        await using var left = stage.Database.CreateCommand("SELECT count(*) FROM services.accounts");
        var ended = Accounts - (long)(await left.ExecuteScalarAsync(cancellationToken))!;
        figures.Add(new Figure(Name, "accounts ended", ended / seconds, "/s") { Note = $"{ended:N0} in one run; {work.Statements / Math.Max(1.0, ended):N1} statements each, one call of the service each" });
        figures.Add(new Figure(Name, "memory that was kept by that", Math.Max(0, grown), "MB") { Bound = Bound.AtMost(MostMegabytes) });
        await meter.ExplainAsync(cancellationToken);
    }
}
