namespace AllianceAuth.ArchitectureTests;

/// <summary>Everything one action needs sits in one folder named after the action, and slices do not know each other.</summary>
public sealed class SliceTests
{
    public static TheoryData<string> Product => [.. Built.Product.Select(Built.Name)];

    public static TheoryData<string> Modules => [.. Built.Modules.Select(Built.Name)];

    [Theory, MemberData(nameof(Product))]
    public void No_type_bears_its_folders_name(string name) =>
        Verdict.Clean("A type named like its namespace hides one or the other from neighbours:", Namesakes(Built.Find(name)));

    [Theory, MemberData(nameof(Modules))]
    public void No_slice_uses_another_slice(string name)
    {
        Assert.Contains(Built.Find(name).Types, type => SliceOf(type) is not null);
        Verdict.Clean("What two slices share goes down to Domain or Components:", Neighbours(Built.Find(name)));
    }

    [Theory, MemberData(nameof(Modules))]
    public void The_domain_knows_no_slice_no_component_and_no_database(string name) =>
        Verdict.Clean("A rule lives in the domain; pages, endpoints and tables only ask it:", Upward(Built.Find(name)));

    [Fact]
    public void The_rules_bite()
    {
        var hr = Sample.Compile("AllianceAuth.HR", """
            namespace AllianceAuth.HR.Features.Apply { internal sealed class Apply; internal sealed record ApplyRequest(int Id); }
            namespace AllianceAuth.HR.Features.Decide
            {
                internal sealed class DecideHandler
                {
                    public async Task DecideAsync() { await Task.Yield(); Act(() => new AllianceAuth.HR.Features.Apply.ApplyRequest(1)); }
                    private static void Act(Func<object> make) => make();
                }
            }
            namespace AllianceAuth.HR.Domain { internal sealed class Form { public object Next() => new AllianceAuth.HR.Features.Decide.DecideHandler(); } }
            """);

        Assert.Equal(["AllianceAuth.HR.Features.Apply.Apply"], Namesakes(hr.Module));
        Assert.Equal(["AllianceAuth.HR.Features.Decide.DecideHandler uses AllianceAuth.HR.Features.Apply.ApplyRequest"], Neighbours(hr.Module));
        Assert.Equal(["AllianceAuth.HR.Domain.Form uses AllianceAuth.HR.Features.Decide.DecideHandler"], Upward(hr.Module));
    }

    private static IEnumerable<string> Namesakes(ModuleDefinition module) =>
        Uses.Written(module).Where(type => type.Namespace.Split('.')[^1] == type.Name.Split('`')[0]).Select(type => type.FullName);

    private static IEnumerable<string> Neighbours(ModuleDefinition module) =>
        from type in module.Types
        let slice = SliceOf(type)
        where slice is not null
        from used in Uses.Of(type)
        let other = used.Scope == module ? SliceOf(Uses.Outermost(used)) : null
        where other is not null && other != slice
        select $"{type.FullName} uses {used.FullName}";

    private static IEnumerable<string> Upward(ModuleDefinition module) =>
        from type in module.Types
        where Place(type) == "Domain"
        from used in Uses.Of(type)
        where used.Scope == module && Place(Uses.Outermost(used)) is "Features" or "Components" or "Data"
        select $"{type.FullName} uses {used.FullName}";

    /// <summary><c>JoinGroup</c> of <c>AllianceAuth.GroupManagement.Features.JoinGroup</c>; null outside the slices.</summary>
    private static string? SliceOf(TypeReference type) => type.Namespace.Split('.') is [_, _, "Features", var slice, ..] ? slice : null;

    private static string? Place(TypeReference type) => type.Namespace.Split('.') is [_, _, var place, ..] ? place : null;
}
