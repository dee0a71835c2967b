namespace AllianceAuth.ArchitectureTests;

/// <summary>Contracts are records and enums of plain values. Their shape is approved by people, because other modules build on it.</summary>
public sealed class ContractTests
{
    private static readonly string[] ReadOnlyLists = ["IReadOnlyList`1", "IReadOnlyCollection`1", "IReadOnlyDictionary`2", "IReadOnlySet`1"];

    public static TheoryData<string> Contracts => [.. Built.Contracts.Select(Built.Name)];

    [Theory, MemberData(nameof(Contracts))]
    public void Contracts_consist_of_plain_values(string name) =>
        Verdict.Clean("Contracts are records, enums and static classes of plain values:", Offences(Built.Find(name)));

    [Theory, MemberData(nameof(Contracts))]
    public void The_shape_of_contracts_is_the_approved_one(string name) =>
        Approved.Equal($"{Approved.Folder}/{name}.txt", PublicShape.Of(Built.Find(name)));

    [Fact]
    public void Every_approved_shape_has_its_contracts()
    {
        var approved = Repository.Under(Approved.Folder, ".Contracts.txt").Select(Path.GetFileNameWithoutExtension);

        Verdict.Clean("Nothing is built under these names any more:", approved.Except(Built.Contracts.Select(Built.Name), StringComparer.Ordinal)!);
    }

    [Fact]
    public void The_rule_on_plain_values_bites()
    {
        var hr = Sample.Compile("AllianceAuth.HR.Contracts", """
            using Microsoft.EntityFrameworkCore;
            namespace AllianceAuth.HR.Contracts;
            public sealed record Fine(UserId User, IReadOnlyList<(FineKind Kind, long Id)> Kinds, string? Text, DateTimeOffset? At, Uri Home) : IRequest<IReadOnlyDictionary<long, UserId>>;
            public enum FineKind { One }
            public static class Names { public const string View = "hr.view"; }
            public sealed record Open(List<int> Ids);
            public sealed record Query(IQueryable<int> Rows);
            public sealed record Answer : IRequest<DbContext>;
            public sealed class Applicant { public int Id { get; set; } }
            public interface IApplicants;
            """);

        Assert.Equal(
            [
                "AllianceAuth.HR.Contracts.Answer answers with Microsoft.EntityFrameworkCore.DbContext",
                "AllianceAuth.HR.Contracts.Answer uses Microsoft.EntityFrameworkCore.DbContext",
                "AllianceAuth.HR.Contracts.Applicant is no record, enum or static class",
                "AllianceAuth.HR.Contracts.IApplicants is no record, enum or static class",
                "AllianceAuth.HR.Contracts.Open.Ids is a System.Collections.Generic.List`1",
                "AllianceAuth.HR.Contracts.Query.Rows is a System.Linq.IQueryable`1",
            ],
            Offences(hr.Module).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_shape_names_all_that_others_build_on()
    {
        var hr = Sample.Compile("AllianceAuth.HR.Contracts", """
            namespace AllianceAuth.HR.Contracts;
            [EventName("hr.filed.v1")]
            public sealed record Filed(Guid EventId, DateTimeOffset OccurredAt, IReadOnlyList<string?>? Words) : IIntegrationEvent;
            public sealed record Find(long Id, string? Name = null, int Most = 5) : IRequest<Found?> { public const int All = 9; public bool IsAll => Most == All; }
            public sealed record Found((Kind Kind, long Id)? What) { public string? Text { get; init; } }
            public enum Kind { One = 1, Two = 2 }
            public static class Questions { extension(IMediator mediator) { public Task<Found?> FindAsync(long id) => mediator.Send(new Find(id)); } }
            internal sealed record Hidden;
            """);

        Assert.Equal(
            """
            [EventName("hr.filed.v1")]
            record AllianceAuth.HR.Contracts.Filed(Guid EventId, DateTimeOffset OccurredAt, IReadOnlyList<string?>? Words) : IIntegrationEvent

            record AllianceAuth.HR.Contracts.Find(long Id, string? Name = null, int Most = 5) : IRequest<Found?>
                bool IsAll { get; }
                const int All = 9

            record AllianceAuth.HR.Contracts.Found((Kind, long)? What)
                string? Text { get; set; }

            enum AllianceAuth.HR.Contracts.Kind
                One = 1
                Two = 2

            static class AllianceAuth.HR.Contracts.Questions
                static Task<Found?> FindAsync(IMediator mediator, long id)
            """.ReplaceLineEndings("\n"),
            PublicShape.Of(hr.Module));
    }

    [Fact]
    public void A_difference_shows_what_went_and_what_came() =>
        Assert.Equal("- b\n+ x\n+ d", Approved.Difference("a\nb\nc", "a\nx\nc\nd"));

    private static IEnumerable<string> Offences(ModuleDefinition module)
    {
        foreach (var type in Uses.Written(module).Where(t => t.IsPublic))
        {
            if (!Contract.IsRecord(type) && !type.IsEnum && !Contract.IsStatic(type))
            {
                yield return $"{type.FullName} is no record, enum or static class";
            }

            foreach (var used in Uses.Of(type).Where(IsForeign))
            {
                yield return $"{type.FullName} uses {used.FullName}";
            }

            if (!Contract.IsRecord(type))
            {
                continue;
            }

            foreach (var property in type.Properties.Where(p => p.GetMethod is { IsPublic: true }))
            {
                foreach (var part in Contract.Parts(property.PropertyType).Where(p => !IsPlain(p)))
                {
                    yield return $"{type.FullName}.{property.Name} is a {part.FullName}";
                }
            }

            foreach (var answer in type.Interfaces.Select(i => i.InterfaceType).OfType<GenericInstanceType>().Where(i => i.ElementType.FullName == "MediatR.IRequest`1"))
            {
                foreach (var part in Contract.Parts(answer.GenericArguments[0]).Where(p => !IsPlain(p)))
                {
                    yield return $"{type.FullName} answers with {part.FullName}";
                }
            }
        }
    }

    // Shared's own kernel and other contracts are a matter of ModuleBoundaryTests.
    private static bool IsForeign(TypeReference type) =>
        Uses.Outermost(type).Namespace.StartsWith("Microsoft.", StringComparison.Ordinal)
        && !Uses.Outermost(type).Namespace.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);

    private static bool IsPlain(TypeReference type) =>
        type.IsValueType
        || type.FullName is "System.String" or "System.Uri" or "System.Version" or "MediatR.Unit"
        || Uses.Outermost(type).Namespace.StartsWith("AllianceAuth.", StringComparison.Ordinal)
        || (type.Namespace == "System.Collections.Generic" && ReadOnlyLists.Contains(type.Name, StringComparer.Ordinal));
}
