using System.Diagnostics;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;

namespace AllianceAuth.Benchmarks.Measurements;

/// <summary>Automatic and smart groups are made what they should be, for everybody at once: when they are new, and when nothing changed.</summary>
internal sealed class KeepersMeasurement : IMeasurement
{
    private const double MostSeconds = 30;
    private const string Job = "groupmanagement.keep-groups";

    // Corporation and alliance groups for everybody.
    private const string Autogroups = """
        INSERT INTO groupmanagement.autogroup_configs (states, corp_groups, corp_group_prefix, corp_name_source, alliance_groups, alliance_group_prefix, alliance_name_source, replace_spaces, replace_spaces_with, revision)
        VALUES (ARRAY[3], true, 'Corp ', 'Name', true, 'Alliance ', 'Name', false, '', 0)
        """;

    // Members with two characters at least who are not in group 1.
    private const string SmartGroup = """
        INSERT INTO authentication.groups (name, is_restricted) VALUES ('Bench smart', false);
        INSERT INTO groupmanagement.groups (id, is_internal, is_hidden, is_open, is_public, description, leaders, leader_groups, states, revision)
        SELECT id, true, true, false, false, '', ARRAY[]::int[], ARRAY[]::int[], ARRAY[]::int[], 0 FROM authentication.groups WHERE name = 'Bench smart';
        INSERT INTO groupmanagement.smart_groups (id, mode, grace_days, filters, revision)
        SELECT id, 'Automatic', 0, '{"$type":"branch","join":0,"isNegated":false,"parts":[{"$type":"filter","kind":"authentication.filter.state","parameters":{"states":["3"]},"isNegated":false},{"$type":"filter","kind":"authentication.filter.characters","parameters":{"least":["2"]},"isNegated":false},{"$type":"filter","kind":"authentication.filter.groups","parameters":{"groups":["1"]},"isNegated":true}]}', 0
        FROM authentication.groups WHERE name = 'Bench smart'
        """;

    public string Name => "keep-groups";

    public async Task RunAsync(BenchStage stage, FigureBook figures, CancellationToken cancellationToken)
    {
        await using var site = stage.BuildSite();
        await stage.ExecuteAsync(Autogroups, cancellationToken);
        await MeasureAsync("automatic groups, everybody joins", stage, site.Services, figures, cancellationToken);
        await MeasureAsync("automatic groups, nothing changed", stage, site.Services, figures, cancellationToken);
        await stage.ExecuteAsync(SmartGroup, cancellationToken);
        await MeasureAsync("and a smart group of three filters", stage, site.Services, figures, cancellationToken);
        await MeasureAsync("both, nothing changed", stage, site.Services, figures, cancellationToken);
    }

    private async Task MeasureAsync(string what, BenchStage stage, IServiceProvider site, FigureBook figures, CancellationToken cancellationToken)
    {
        await stage.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        var meter = new StatementMeter(stage.Database);
        await meter.StartAsync(cancellationToken);
        var clock = Stopwatch.StartNew();
        var summary = await site.RunJobAsync(Job, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        var work = await meter.StopAsync(cancellationToken);
        figures.Add(new Figure(Name, what, seconds, "s") { Bound = Bound.AtMost(MostSeconds), Note = $"{work.Statements:N0} statements; {summary}" });
        await meter.ExplainAsync(cancellationToken);
    }
}
