using System.Reflection;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Testing.Site;

/// <summary>Finds jobs by name. They are the modules' own, so they are found where every job says what it is called.</summary>
internal static class JobsOfSite
{
    private static readonly Lazy<Dictionary<string, Type>> Types = new(() => AppDomain.CurrentDomain.GetAssemblies()
        .Where(a => a.GetName().Name!.StartsWith("AllianceAuth.", StringComparison.Ordinal))
        .SelectMany(a => a.GetTypes())
        .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IBackgroundJob)))
        .Select(t => (Type: t, (t.GetField("Definition", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(null) as JobDefinition)?.Name))
        .Where(found => found.Name is not null)
        .ToDictionary(found => found.Name!, found => found.Type, StringComparer.Ordinal));

    public static IBackgroundJob Find(IServiceProvider services, string name) =>
        Types.Value.TryGetValue(name, out var type)
            ? (IBackgroundJob)services.GetRequiredService(type)
            : throw new InvalidOperationException($"There is no job {name}; there are {string.Join(", ", Types.Value.Keys.Order(StringComparer.Ordinal))}.");
}
