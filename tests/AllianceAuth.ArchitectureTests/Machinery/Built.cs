using System.Reflection;
using Microsoft.AspNetCore.Components;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>The product's assemblies as they were built. Found beside the tests, never listed by hand: a new module is under these rules from its first build.</summary>
internal static class Built
{
    private const string ContractsSuffix = ".Contracts";

    private static readonly string[] NotTheProduct = ["Testing", "Tests", "Simulator"];

    /// <summary>Finds base types and interfaces in the frameworks too.</summary>
    public static IAssemblyResolver Resolver { get; } = MakeResolver();

    public static IReadOnlyList<ModuleDefinition> Product { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "AllianceAuth.*.dll")
            .Where(path => !Path.GetFileNameWithoutExtension(path).Split('.').Any(IsNotTheProduct))
            .Order(StringComparer.Ordinal)
            .Select(path => ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = Resolver, InMemory = true })),
    ];

    public static IReadOnlyList<ModuleDefinition> Contracts { get; } = [.. Product.Where(m => Name(m).EndsWith(ContractsSuffix, StringComparison.Ordinal))];

    public static IReadOnlyList<ModuleDefinition> Shared { get; } = [.. Product.Where(m => IsShared(Name(m)))];

    public static IReadOnlyList<ModuleDefinition> Modules { get; } = [.. Product.Except(Contracts).Except(Shared).Where(m => Name(m) != "AllianceAuth.Bootstrapper")];

    public static ModuleDefinition Find(string name) => Product.Single(m => Name(m) == name);

    public static Assembly Load(ModuleDefinition module) => Assembly.Load(new AssemblyName(Name(module)));

    public static string Name(ModuleDefinition module) => module.Assembly.Name.Name;

    public static bool IsShared(string assembly) =>
        assembly == "AllianceAuth.Shared" || assembly.StartsWith("AllianceAuth.Shared.", StringComparison.Ordinal);

    public static bool IsContracts(string assembly) =>
        assembly.StartsWith("AllianceAuth.", StringComparison.Ordinal) && assembly.EndsWith(ContractsSuffix, StringComparison.Ordinal);

    /// <summary>Name, schema and first part of the text keys of a module, from its assembly or its contracts: <c>eveonline</c>.</summary>
    public static string Owner(string assembly) =>
        assembly.Replace("AllianceAuth.", "", StringComparison.Ordinal).Replace(ContractsSuffix, "", StringComparison.Ordinal).ToLowerInvariant();

    private static bool IsNotTheProduct(string part) => NotTheProduct.Any(word => part.EndsWith(word, StringComparison.Ordinal));

    private static DefaultAssemblyResolver MakeResolver()
    {
        var resolver = new DefaultAssemblyResolver();
        foreach (var inside in new[] { typeof(Built), typeof(object), typeof(ComponentBase) })
        {
            resolver.AddSearchDirectory(Path.GetDirectoryName(inside.Assembly.Location));
        }

        return resolver;
    }
}
