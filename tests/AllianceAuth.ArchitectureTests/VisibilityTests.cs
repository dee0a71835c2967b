namespace AllianceAuth.ArchitectureTests;

/// <summary>A module shows its table of contents, its Razor components and what their parameters take; the rest is internal and sealed.</summary>
public sealed class VisibilityTests
{
    private const string Component = "Microsoft.AspNetCore.Components.ComponentBase";
    private const string Parameter = "Microsoft.AspNetCore.Components.ParameterAttribute";
    private const string Module = "AllianceAuth.Shared.Modules.IModule";

    public static TheoryData<string> Modules => [.. Built.Modules.Select(Built.Name)];

    [Theory, MemberData(nameof(Modules))]
    public void A_module_shows_only_its_table_of_contents_components_and_views(string name) =>
        Verdict.Clean("Make these internal:", TooVisible(Built.Find(name)));

    [Theory, MemberData(nameof(Modules))]
    public void A_class_is_sealed_unless_another_inherits_it(string name) =>
        Verdict.Clean("Seal these:", Unsealed(Built.Find(name)));

    [Theory, MemberData(nameof(Modules))]
    public void A_module_has_exactly_one_table_of_contents(string name)
    {
        var module = Assert.Single(Built.Find(name).Types, type => type.Interfaces.Any(i => i.InterfaceType.FullName == Module));

        Assert.True(module is { IsPublic: true, IsSealed: true }, $"{module.FullName} must be public and sealed.");
        Assert.Equal($"{name}.{name.Split('.')[^1]}Module", module.FullName);
    }

    [Fact]
    public void The_rules_bite()
    {
        var hr = Sample.Compile("AllianceAuth.HR", """
            using Microsoft.AspNetCore.Components;
            namespace AllianceAuth.HR;
            public class ListPage : ComponentBase { [Parameter] public IReadOnlyList<ListView>? View { get; set; } }
            public sealed record ListView(RowView First);
            public sealed record RowView(RowKind Kind);
            public enum RowKind { One }
            public sealed record NobodysView(int Id);
            public sealed class Recruiter;
            internal class Open;
            internal abstract class Base { internal sealed class Inner; private class Loose; }
            internal sealed class Derived : Base;
            internal static class Fixed;
            """);

        Assert.Equal(["AllianceAuth.HR.NobodysView", "AllianceAuth.HR.Recruiter"], TooVisible(hr.Module).Order(StringComparer.Ordinal));
        Assert.Equal(["AllianceAuth.HR.Base/Loose", "AllianceAuth.HR.Open"], Unsealed(hr.Module).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> TooVisible(ModuleDefinition module)
    {
        var components = module.Types.Where(IsComponent).ToList();
        var views = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in components.SelectMany(c => c.Properties).Where(p => p.CustomAttributes.Any(a => a.AttributeType.FullName == Parameter)))
        {
            AddView(parameter.PropertyType, views);
        }

        return Uses.Written(module)
            .Where(type => type.IsPublic && !IsComponent(type) && !IsGenerated(type) && !views.Contains(type.FullName))
            .Where(type => type.Interfaces.All(i => i.InterfaceType.FullName != Module))
            .Select(type => type.FullName);
    }

    private static IEnumerable<string> Unsealed(ModuleDefinition module)
    {
        var all = Uses.Written(module).SelectMany(Uses.WithNested).Where(t => !Uses.IsCompilerMade(t)).ToList();
        var inherited = all.Where(t => t.BaseType is not null).Select(t => t.BaseType.GetElementType().FullName).ToHashSet(StringComparer.Ordinal);
        return all
            .Where(t => t is { IsClass: true, IsSealed: false } && !IsComponent(t) && !IsGenerated(t) && !inherited.Contains(t.FullName))
            .Select(t => t.FullName);
    }

    private static void AddView(TypeReference type, HashSet<string> views)
    {
        if (type is GenericInstanceType generic)
        {
            foreach (var argument in generic.GenericArguments)
            {
                AddView(argument, views);
            }
        }

        if (type.GetElementType().Resolve() is { } view && view.Module == (type.Module ?? view.Module) && (Contract.IsRecord(view) || view.IsEnum) && views.Add(view.FullName))
        {
            foreach (var property in view.Properties)
            {
                AddView(property.PropertyType, views);
            }
        }
    }

    private static bool IsComponent(TypeDefinition type)
    {
        // What the Razor compiler makes of _Imports.razor.
        if (type.Name == "_Imports")
        {
            return true;
        }

        for (var current = type.BaseType?.Resolve(); current is not null; current = current.BaseType?.Resolve())
        {
            if (current.FullName == Component)
            {
                return true;
            }
        }

        return false;
    }

    // What 'dotnet ef' writes stays as it writes it.
    private static bool IsGenerated(TypeDefinition type) => type.Namespace.EndsWith(".Data.Migrations", StringComparison.Ordinal);
}
