using System.Xml.Linq;

namespace AllianceAuth.ArchitectureTests;

/// <summary>A module is a locked box: others see its contracts and nothing else.</summary>
public sealed class ModuleBoundaryTests
{
    public static TheoryData<string> Assemblies => [.. Built.Product.Except([Built.Find("AllianceAuth.Bootstrapper")]).Select(Built.Name)];

    public static TheoryData<string> Projects => [.. Repository.Under("src", ".csproj").Where(p => !p.Contains("/Bootstrapper/", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Assemblies))]
    public void An_assembly_uses_only_what_its_place_allows(string name) =>
        Verdict.Clean("Modules see Shared and Contracts, contracts see the kernel and contracts, Shared sees Shared:", Trespasses(Built.Find(name)));

    [Theory, MemberData(nameof(Projects))]
    public void A_selfreferences_only_what_its_place_allows(string file) =>
        Verdict.Clean("Modules see Shared and Contracts, contracts see the kernel and contracts, Shared sees Shared:", Trespasses(file, XDocument.Parse(Repository.Read(file))));

    [Fact]
    public void Every_module_of_the_source_tree_is_in_the_build()
    {
        var inSource = Repository.Under("src/Modules", ".csproj").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal).ToList();

        Assert.True(Built.Modules.Count > 1, "Too few modules found: the rules here would pass on nothing.");
        Assert.Equal(inSource, Built.Modules.Concat(Built.Contracts).Select(Built.Name).Order(StringComparer.Ordinal));
        Assert.All(Built.Contracts, contracts => Assert.Contains(Built.Modules, module => Built.Owner(Built.Name(module)) == Built.Owner(Built.Name(contracts))));
    }

    [Fact]
    public void Reading_types_misses_nothing_that_the_metadata_names()
    {
        foreach (var module in Built.Modules)
        {
            var read = module.Types.SelectMany(Uses.Of).Select(t => t.FullName).ToHashSet(StringComparer.Ordinal);
            var named = module.GetTypeReferences().Where(t => t.Scope.Name.StartsWith("AllianceAuth.", StringComparison.Ordinal)).Select(t => t.FullName);

            Verdict.Clean("Uses does not see:", named.Where(n => !read.Contains(n)));
        }
    }

    [Fact]
    public void The_rule_on_assemblies_bites()
    {
        var srp = Sample.Compile("AllianceAuth.SRP", "namespace AllianceAuth.SRP.Domain; public sealed class SrpRequest { public int Id; }");
        var hr = Sample.Compile("AllianceAuth.HR", """
            namespace AllianceAuth.HR.Domain;
            internal sealed class Application
            {
                public async Task<int> ReadAsync() { await Task.Yield(); return new AllianceAuth.SRP.Domain.SrpRequest().Id; }
            }
            """, srp);
        var contracts = Sample.Compile("AllianceAuth.HR.Contracts", """
            namespace AllianceAuth.HR.Contracts;
            public sealed record ApplicationFiled(AllianceAuth.Shared.Infrastructure.Data.ModuleDatabase Database);
            """);

        Assert.Equal(["AllianceAuth.HR.Domain.Application uses AllianceAuth.SRP.Domain.SrpRequest"], Trespasses(hr.Module));
        Assert.Equal(["AllianceAuth.HR.Contracts.ApplicationFiled uses AllianceAuth.Shared.Infrastructure.Data.ModuleDatabase"], Trespasses(contracts.Module));
        Assert.Empty(Trespasses(srp.Module));
    }

    [Fact]
    public void The_rule_on_projects_bites()
    {
        var project = XDocument.Parse("""
            <Project><ItemGroup>
              <ProjectReference Include="../AllianceAuth.HR.Contracts/AllianceAuth.HR.Contracts.csproj" />
              <ProjectReference Include="..\..\SRP\AllianceAuth.SRP\AllianceAuth.SRP.csproj" />
            </ItemGroup></Project>
            """);

        Assert.Equal(["AllianceAuth.HR references AllianceAuth.SRP"], Trespasses("src/Modules/HR/AllianceAuth.HR/AllianceAuth.HR.csproj", project));
    }

    private static IEnumerable<string> Trespasses(ModuleDefinition module) =>
        from type in module.Types
        from used in Uses.Of(type)
        where used.Scope is AssemblyNameReference { Name: var home } && home.StartsWith("AllianceAuth.", StringComparison.Ordinal) && !MaySee(Built.Name(module), home)
        select $"{type.FullName} uses {used.FullName}";

    private static IEnumerable<string> Trespasses(string file, XDocument project) =>
        from reference in project.Descendants("ProjectReference")
        let self = Path.GetFileNameWithoutExtension(file)
        let target = Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))
        where !MaySee(self, target)
        select $"{self} references {target}";

    private static bool MaySee(string self, string other) =>
        Built.IsContracts(self) ? other == "AllianceAuth.Shared" || Built.IsContracts(other)
        : Built.IsShared(self) ? Built.IsShared(other)
        : self != "AllianceAuth.Simulator" && (Built.IsShared(other) || Built.IsContracts(other));
}
