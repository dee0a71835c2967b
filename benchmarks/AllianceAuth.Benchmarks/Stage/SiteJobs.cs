using System.Reflection;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Benchmarks.Stage;

/// <summary>Runs a job of the site by the name that history and settings know it by: the types are their modules' own business.</summary>
internal static class SiteJobs
{
    /// <returns>The line that the job leaves in the history.</returns>
    public static async Task<string> RunJobAsync(this IServiceProvider services, string name, CancellationToken cancellationToken, string? argument = null)
    {
        var type = services.GetServices<IModule>()
            .SelectMany(module => module.GetType().Assembly.GetTypes())
            .SingleOrDefault(t => t.IsAssignableTo(typeof(IBackgroundJob)) && NameOf(t) == name)
            ?? throw new BenchmarkException($"No module has the job {name}.");
        await using var scope = services.CreateAsyncScope();
        var run = new JobRun(argument, Attempt: 1);
        await ((IBackgroundJob)scope.ServiceProvider.GetRequiredService(type)).RunAsync(run, cancellationToken);
        return run.Summary ?? "";
    }

    private static string? NameOf(Type job) => job
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(f => f.GetValue(null)).OfType<JobDefinition>().FirstOrDefault()?.Name;
}
