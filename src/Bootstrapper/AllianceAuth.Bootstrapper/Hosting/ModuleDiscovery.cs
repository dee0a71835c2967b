using System.Reflection;
using AllianceAuth.Shared.Modules;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Finds the modules in the assemblies beside the host, so that adding one changes no line here.</summary>
internal static class ModuleDiscovery
{
    /// <summary>All modules, by name, and the assemblies of modules and contracts in which handlers and events are looked for.</summary>
    public static (IReadOnlyList<IModule> Modules, IReadOnlyList<Assembly> Assemblies) Find()
    {
        Assembly[] assemblies = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "AllianceAuth.*.dll")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => !name!.EndsWith(".Tests", StringComparison.Ordinal) && !name.StartsWith("AllianceAuth.Simulator", StringComparison.Ordinal))
            .Select(name => Assembly.Load(name!))];
        IModule[] modules = [.. assemblies
            .SelectMany(a => a.GetTypes())
            .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IModule)))
            .Select(t => (IModule)Activator.CreateInstance(t)!)
            .OrderBy(m => m.Name, StringComparer.Ordinal)];
        return (modules, [.. assemblies.Where(a => IsModuleCode(a.GetName().Name!, modules))]);
    }

    private static bool IsModuleCode(string assembly, IReadOnlyList<IModule> modules) =>
        modules.Any(m => assembly == $"AllianceAuth.{m.Name}" || assembly == $"AllianceAuth.{m.Name}.Contracts") || assembly == "AllianceAuth.Shared.Infrastructure";
}
