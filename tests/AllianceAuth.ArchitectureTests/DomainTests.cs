namespace AllianceAuth.ArchitectureTests;

/// <summary>Domain types decide; they neither read nor write, so that every rule can be tested as a plain object.</summary>
public sealed class DomainTests
{
    private static readonly string[] Outside = ["Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Npgsql", "System.Data", "System.IO", "System.Net.Http", "System.Net.Sockets", "System.Net.WebSockets"];

    private static readonly string[] OutsideTypes = ["MediatR.IMediator", "System.Net.Dns", "System.Net.Mail.SmtpClient", "AllianceAuth.Shared.Jobs.IJobQueue", "AllianceAuth.Shared.Mail.IMailer"];

    public static TheoryData<string> Modules => [.. Built.Modules.Where(module => module.Types.Any(IsDomain)).Select(Built.Name)];

    [Theory, MemberData(nameof(Modules))]
    public void The_domain_does_no_input_or_output(string name) =>
        Verdict.Clean("These belong into a handler, a configuration or a job:", Reaches(Built.Find(name)));

    [Fact]
    public void That_rule_bites()
    {
        var hr = Sample.Compile("AllianceAuth.HR", """
            namespace AllianceAuth.HR.Domain
            {
                internal sealed class Form { public string Read() => System.IO.File.ReadAllText("form"); }
                internal sealed class Vote { public Task<string> AskAsync(System.Net.Http.HttpClient http) => http.GetStringAsync("/"); }
                internal sealed record Question : IRequest;
                internal sealed class Ask { public Task SendAsync(IMediator mediator) => mediator.Send(new Question()); }
            }
            namespace AllianceAuth.HR.Data { internal sealed class Store { public string Read() => System.IO.File.ReadAllText("form"); } }
            """);

        Assert.Equal(
            [
                "AllianceAuth.HR.Domain.Ask uses MediatR.IMediator",
                "AllianceAuth.HR.Domain.Form uses System.IO.File",
                "AllianceAuth.HR.Domain.Vote uses System.Net.Http.HttpClient",
            ],
            Reaches(hr.Module).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Reaches(ModuleDefinition module) =>
        from type in module.Types
        where IsDomain(type)
        from used in Uses.Of(type)
        let place = Uses.Outermost(used).Namespace
        where Array.Exists(Outside, o => place == o || place.StartsWith(o + ".", StringComparison.Ordinal)) || OutsideTypes.Contains(used.FullName, StringComparer.Ordinal)
        select $"{type.FullName} uses {used.FullName}";

    private static bool IsDomain(TypeDefinition type) => type.Namespace.Split('.') is [_, _, "Domain", ..];
}
