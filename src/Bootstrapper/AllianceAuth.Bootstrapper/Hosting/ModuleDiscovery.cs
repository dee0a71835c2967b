using System.Reflection;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Modules;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Finds the modules in the assemblies beside the host, so that adding one changes no line here.</summary>
internal static class ModuleDiscovery
{
    private const string Contracts = ".Contracts";

    /// <summary>All modules, by name, and the assemblies in which handlers and events are looked for.</summary>
    public static (IReadOnlyList<IModule> Modules, IReadOnlyList<Assembly> Assemblies) Find()
    {
        // A module is what has contracts beside it.
        Assembly[] contracts = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, $"AllianceAuth.*{Contracts}.dll")
            .Select(file => Assembly.Load(Path.GetFileNameWithoutExtension(file)))];
        Assembly[] modules = [.. contracts.Select(c => Assembly.Load(c.GetName().Name![..^Contracts.Length]))];
        return (
            [.. modules
                .SelectMany(a => a.GetTypes())
                .Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IModule)))
                .Select(t => (IModule)Activator.CreateInstance(t)!)
                .OrderBy(m => m.Name, StringComparer.Ordinal)],
            [.. modules, .. contracts, typeof(PlatformDb).Assembly]);
    }
}
