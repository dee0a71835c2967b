using System.Text.RegularExpressions;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Events are stored under their name, so the name is unique and stays, whatever the type is called.</summary>
public sealed partial class EventTests
{
    private const string Event = "AllianceAuth.Shared.Events.IIntegrationEvent";
    private const string EventName = "AllianceAuth.Shared.Events.EventNameAttribute";

    [Fact]
    public void Every_event_has_a_name_of_its_module_and_lists_that_cannot_be_changed()
    {
        Assert.NotEmpty(Built.Product.SelectMany(Events));
        Verdict.Clean("Events:", Built.Product.SelectMany(Offences));
    }

    [Fact]
    public void No_two_events_have_the_same_name() =>
        Verdict.Clean("One name, one event:", Doubles(Built.Product));

    [Fact]
    public void The_rules_bite()
    {
        var hr = Sample.Compile("AllianceAuth.HR.Contracts", """
            namespace AllianceAuth.HR.Contracts;
            public sealed record Nameless(Guid EventId, DateTimeOffset OccurredAt) : IIntegrationEvent;
            [EventName("srp.filed.v1")] public sealed record Foreign(Guid EventId, DateTimeOffset OccurredAt) : IIntegrationEvent;
            [EventName("hr.Filed.v0")] public sealed record Shapeless(Guid EventId, DateTimeOffset OccurredAt) : IIntegrationEvent;
            [EventName("hr.decided.v1")] public sealed record Open(Guid EventId, DateTimeOffset OccurredAt, List<int> Users, IReadOnlyList<int> Fine) : IIntegrationEvent;
            [EventName("hr.decided.v1")] public sealed record Double(Guid EventId, DateTimeOffset OccurredAt, string Text) : IIntegrationEvent;
            """);
        var module = Sample.Compile("AllianceAuth.HR", """
            namespace AllianceAuth.HR;
            [EventName("hr.hidden.v1")] internal sealed record Hidden(Guid EventId, DateTimeOffset OccurredAt) : IIntegrationEvent;
            """);

        Assert.Equal(
            [
                "AllianceAuth.HR.Contracts.Foreign is called srp.filed.v1, not hr.something.vN",
                "AllianceAuth.HR.Contracts.Nameless has no [EventName]",
                "AllianceAuth.HR.Contracts.Open.Users is no IReadOnlyList",
                "AllianceAuth.HR.Contracts.Shapeless is called hr.Filed.v0, not hr.something.vN",
            ],
            Offences(hr.Module).Order(StringComparer.Ordinal));
        Assert.Equal(["AllianceAuth.HR.Hidden stands outside the contracts"], Offences(module.Module));
        Assert.Equal(["hr.decided.v1: AllianceAuth.HR.Contracts.Open, AllianceAuth.HR.Contracts.Double"], Doubles([hr.Module]));
    }

    private static IEnumerable<TypeDefinition> Events(ModuleDefinition module) =>
        module.GetTypes().Where(type => type is { IsInterface: false, IsAbstract: false } && type.Interfaces.Any(i => i.InterfaceType.FullName == Event));

    private static IEnumerable<string> Offences(ModuleDefinition module)
    {
        var assembly = Built.Name(module);
        foreach (var type in Events(module))
        {
            // What every module raises is the kernel's: the change of something administered.
            if (!Built.IsContracts(assembly) && assembly != "AllianceAuth.Shared")
            {
                yield return $"{type.FullName} stands outside the contracts";
            }

            if (NameOf(type) is not { } name)
            {
                yield return $"{type.FullName} has no [EventName]";
            }
            else if (!Shape().IsMatch(name) || name.Split('.')[0] != Built.Owner(assembly))
            {
                yield return $"{type.FullName} is called {name}, not {Built.Owner(assembly)}.something.vN";
            }

            foreach (var property in type.Properties.Where(p => IsOtherList(p.PropertyType)))
            {
                yield return $"{type.FullName}.{property.Name} is no IReadOnlyList";
            }
        }
    }

    private static IEnumerable<string> Doubles(IEnumerable<ModuleDefinition> modules) =>
        modules.SelectMany(Events)
            .Where(type => NameOf(type) is not null)
            .GroupBy(type => NameOf(type)!, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(type => type.FullName))}");

    private static string? NameOf(TypeDefinition type) =>
        (string?)type.CustomAttributes.SingleOrDefault(a => a.AttributeType.FullName == EventName)?.ConstructorArguments[0].Value;

    private static bool IsOtherList(TypeReference type) =>
        type.FullName != "System.String"
        && type.GetElementType().FullName != "System.Collections.Generic.IReadOnlyList`1"
        && (type.IsArray || IsEnumerable(type) || type.Resolve()?.Interfaces.Any(i => IsEnumerable(i.InterfaceType)) == true);

    private static bool IsEnumerable(TypeReference type) => type.FullName.StartsWith("System.Collections.", StringComparison.Ordinal) && type.Name.StartsWith("IEnumerable", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9]+\.[a-z0-9]+(-[a-z0-9]+)*\.v[1-9][0-9]*$")]
    private static partial Regex Shape();
}
