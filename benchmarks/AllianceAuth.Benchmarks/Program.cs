using System.CommandLine;
using System.Runtime.InteropServices;
using AllianceAuth.Benchmarks;
using AllianceAuth.Benchmarks.Load;
using AllianceAuth.Benchmarks.Measurements;
using AllianceAuth.Benchmarks.Results;
using AllianceAuth.Benchmarks.Stage;
using Spectre.Console;

string[] names = ["login", "dashboard", "state-edit", "affiliations", "groups", "admin", "keep-groups", "services", "mumble", "memory"];
var chosen = new Argument<string[]>("NAME") { Description = $"{string.Join(", ", names)}; all of them when none is named.", Arity = ArgumentArity.ZeroOrMore };
chosen.AcceptOnlyFromAmong(names);
var users = new Option<int>("--users") { Description = "People with a login.", DefaultValueFactory = _ => 100_000 };
var characters = new Option<int>("--characters") { Description = "Their characters, at least one each.", DefaultValueFactory = _ => 250_000 };
var seconds = new Option<int>("--seconds") { Description = "How long a page is asked for.", DefaultValueFactory = _ => 10 };
var cores = new Option<int>("--cores") { Description = "Processors that the site and the load on it share. The seed system's figures were taken on two.", DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount) };
var root = new RootCommand("Measures the site on a large invented alliance. Ends with 1 when a figure misses what was promised.") { chosen, users, characters, seconds, cores };
root.SetAction(async (parsed, cancellationToken) =>
{
    var options = new StageOptions(parsed.GetValue(users), parsed.GetValue(characters));
    var processors = new Cores(parsed.GetValue(cores));
    var duration = parsed.GetValue(seconds);
    IMeasurement[] measurements =
    [
        new PageMeasurement("login", "/account/login/", signedIn: false, seedRate: 1522, seedP99: 13, seedProcessor: 1.2, duration),
        new PageMeasurement("dashboard", "/dashboard/", signedIn: true, seedRate: 130, seedP99: 91, seedProcessor: 14.7, duration),
        new StateEditMeasurement(),
        new AffiliationsMeasurement(),
        new GroupPagesMeasurement(duration),
        new AdminMeasurement(),
        new KeepersMeasurement(),
        new MumbleMeasurement(duration),
        new ServicesMeasurement(),
        new MemoryMeasurement(duration),
    ];
    var wanted = parsed.GetValue(chosen) is { Length: > 0 } some ? some : names;
    var conditions = $"{options.Users:N0} users, {options.Characters:N0} characters; {RuntimeInformation.FrameworkDescription}; one site process and wrk (8 connections) together on {processors.Count} of {Environment.ProcessorCount} cores; load of the machine before: {Cores.ReadLoad()}";
    AnsiConsole.WriteLine("Raising the stage: a database, a simulated EVE, and the alliance...");
    var figures = new FigureBook(conditions);
    var failed = false;
    await using (var stage = await BenchStage.RaiseAsync(options, processors, cancellationToken))
    {
        foreach (var measurement in measurements.Where(m => wanted.Contains(m.Name)))
        {
            AnsiConsole.WriteLine($"{measurement.Name}:");
            try
            {
                await measurement.RunAsync(stage, figures, cancellationToken);
            }
            catch (BenchmarkException error)
            {
                // The other measurements are worth having all the same.
                AnsiConsole.WriteLine($"  FAILED: {error.Message}");
                failed = true;
            }
        }
    }

    figures.Print(AnsiConsole.Console);
    await figures.SaveAsync(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "bench"), TimeProvider.System.GetUtcNow(), cancellationToken);
    return failed || figures.AnyMissed ? 1 : 0;
});
return await root.Parse(args).InvokeAsync();
