using System.Reflection;
using AllianceAuth.Shared.Infrastructure;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.ArchitectureTests;

/// <summary>Requests and events find their handlers, each question is answered by its owner, and nothing that calls another machine hangs on an event.</summary>
public sealed class HandlerTests
{
    private static readonly string[] OutsideClients =
        ["System.Net.Http.HttpClient", "System.Net.Http.IHttpClientFactory", "System.Net.Mail.SmtpClient", "System.Net.Sockets.TcpClient", "System.Net.Sockets.Socket"];

    public static TheoryData<string> Modules => [.. Built.Modules.Select(Built.Name)];

    [Fact]
    public void Every_handler_is_registered()
    {
        Assert.NotEmpty(Built.Modules.Select(Built.Load).SelectMany(Handlers));
        Verdict.Clean("The scan finds no handler here (abstract or generic?):", Unregistered([.. Built.Modules.Select(Built.Load)]));
    }

    [Fact]
    public void Every_request_has_one_handler_in_its_owners_module()
    {
        Assert.NotEmpty(Built.Contracts.Select(Built.Load).SelectMany(Requests));
        Verdict.Clean("The owner of a request answers it, once:", Unanswered([.. Built.Modules.Concat(Built.Contracts).Select(Built.Load)]));
    }

    [Theory, MemberData(nameof(Modules))]
    public void A_class_is_a_job_or_answers_a_request_or_hears_an_event(string name) =>
        Verdict.Clean("One class, one reason to run:", Mixed(Built.Find(name)));

    [Theory, MemberData(nameof(Modules))]
    public void Nobody_calls_another_machine_when_an_event_arrives(string name) =>
        Verdict.Clean("Record it as due work and let a job call:", Calling(Built.Find(name)));

    [Fact]
    public void The_rules_on_registration_and_owners_bite()
    {
        var contracts = Sample.Compile("AllianceAuth.HR.Contracts", """
            namespace AllianceAuth.HR.Contracts;
            public sealed record Asked(int Id) : IRequest<int>;
            public sealed record Twice(int Id) : IRequest;
            public sealed record Nobodys(int Id) : IRequest;
            public sealed record Stolen(int Id) : IRequest;
            """);
        var hr = Sample.Compile("AllianceAuth.HR", """
            using AllianceAuth.HR.Contracts;
            namespace AllianceAuth.HR;
            internal sealed class AskedHandler : IRequestHandler<Asked, int> { public Task<int> Handle(Asked request, CancellationToken cancellationToken) => Task.FromResult(1); }
            internal sealed class FirstHandler : AsyncRequestHandler<Twice> { protected override Task Handle(Twice request, CancellationToken cancellationToken) => Task.CompletedTask; }
            internal sealed class SecondHandler : AsyncRequestHandler<Twice> { protected override Task Handle(Twice request, CancellationToken cancellationToken) => Task.CompletedTask; }
            internal abstract class HalfHandler : INotificationHandler<INotification> { public abstract Task Handle(INotification notification, CancellationToken cancellationToken); }
            """, contracts);
        var srp = Sample.Compile("AllianceAuth.SRP", """
            using AllianceAuth.HR.Contracts;
            namespace AllianceAuth.SRP;
            internal sealed class StolenHandler : AsyncRequestHandler<Stolen> { protected override Task Handle(Stolen request, CancellationToken cancellationToken) => Task.CompletedTask; }
            """, contracts);
        var loaded = Sample.Load(contracts, hr, srp);

        Assert.Equal(["AllianceAuth.HR.HalfHandler"], Unregistered(loaded));
        Assert.Equal(
            [
                "AllianceAuth.HR.Contracts.Nobodys is answered by nobody",
                "AllianceAuth.HR.Contracts.Stolen is answered by AllianceAuth.SRP.StolenHandler",
                "AllianceAuth.HR.Contracts.Twice is answered by AllianceAuth.HR.FirstHandler, AllianceAuth.HR.SecondHandler",
            ],
            Unanswered(loaded).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_rules_on_events_bite()
    {
        var hr = Sample.Compile("AllianceAuth.HR", """
            using AllianceAuth.Shared.Jobs;
            namespace AllianceAuth.HR;
            internal sealed record Filed(int Id) : INotification;
            internal sealed class EsiClient { public Task CallAsync() => Task.CompletedTask; }
            internal sealed class Job : IBackgroundJob { public Task RunAsync(JobRun run, CancellationToken cancellationToken) => new EsiClient().CallAsync(); }
            internal sealed class Quiet : INotificationHandler<Filed> { public Task Handle(Filed notification, CancellationToken cancellationToken) => Task.CompletedTask; }
            internal sealed class Caller(EsiClient esi) : INotificationHandler<Filed>
            {
                public async Task Handle(Filed notification, CancellationToken cancellationToken) => await esi.CallAsync();
            }
            internal sealed class Hidden(IServiceProvider provider) : INotificationHandler<Filed>
            {
                public async Task Handle(Filed notification, CancellationToken cancellationToken) { await Task.Yield(); ((System.Net.Http.HttpClient)provider.GetService(typeof(object))!).CancelPendingRequests(); }
            }
            internal sealed class Both : INotificationHandler<Filed>, IBackgroundJob
            {
                public Task Handle(Filed notification, CancellationToken cancellationToken) => Task.CompletedTask;
                public Task RunAsync(JobRun run, CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """);

        Assert.Equal(["AllianceAuth.HR.Both is an event handler and a job"], Mixed(hr.Module));
        Assert.Equal(
            ["AllianceAuth.HR.Caller uses AllianceAuth.HR.EsiClient", "AllianceAuth.HR.Hidden uses System.Net.Http.HttpClient"],
            Calling(hr.Module).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Unregistered(IReadOnlyList<Assembly> assemblies)
    {
        var services = new ServiceCollection().AddDatabaseAndEvents(_ => "Host=nowhere", assemblies);
        return
            from handler in assemblies.SelectMany(Handlers)
            from role in Roles(handler)
            where !services.Any(s => s.ServiceType == role && s.ImplementationType == handler)
            select handler.FullName;
    }

    private static IEnumerable<string> Unanswered(IReadOnlyList<Assembly> assemblies) =>
        from request in assemblies.SelectMany(Requests)
        let handlers = assemblies.SelectMany(Handlers).Where(h => Roles(h).Any(role => role.GetGenericArguments() is [var asked, _] && asked == request)).ToList()
        where handlers.Count != 1 || Owner(handlers[0]) != Owner(request) || Built.IsContracts(handlers[0].Assembly.GetName().Name!)
        select $"{request.FullName} is answered by {(handlers.Count == 0 ? "nobody" : string.Join(", ", handlers.Select(h => h.FullName)))}";

    private static IEnumerable<string> Mixed(ModuleDefinition module) =>
        from type in module.GetTypes()
        let roles = RolesOf(type).Distinct(StringComparer.Ordinal).ToList()
        where roles.Count > 1
        select $"{type.FullName} is {string.Join(" and ", roles)}";

    private static IEnumerable<string> Calling(ModuleDefinition module) =>
        from type in module.Types
        where RolesOf(type).Contains("an event handler", StringComparer.Ordinal)
        from used in Uses.Of(type)
        where OutsideClients.Contains(used.FullName, StringComparer.Ordinal)
            || used.Name.StartsWith("Esi", StringComparison.Ordinal) || used.Name.EndsWith("SsoClient", StringComparison.Ordinal)
        select $"{type.FullName} uses {used.FullName}";

    private static IEnumerable<string> RolesOf(TypeDefinition type) =>
        from implemented in Bases(type).SelectMany(t => t.Interfaces)
        let role = implemented.InterfaceType.GetElementType().FullName switch
        {
            "MediatR.INotificationHandler`1" => "an event handler",
            "MediatR.IRequestHandler`1" or "MediatR.IRequestHandler`2" => "a request handler",
            var name when name == typeof(IBackgroundJob).FullName => "a job",
            _ => null,
        }
        where role is not null
        orderby role descending
        select role;

    private static IEnumerable<TypeDefinition> Bases(TypeDefinition type)
    {
        for (var current = type; current is not null; current = current.BaseType?.Resolve())
        {
            yield return current;
        }
    }

    private static IEnumerable<Type> Handlers(Assembly assembly) => assembly.GetTypes().Where(type => type.IsClass && Roles(type).Any());

    private static IEnumerable<Type> Requests(Assembly assembly) => assembly.GetTypes().Where(type => !type.IsInterface && typeof(IBaseRequest).IsAssignableFrom(type));

    private static IEnumerable<Type> Roles(Type type) => type.GetInterfaces().Where(i =>
        i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) || i.GetGenericTypeDefinition() == typeof(INotificationHandler<>)));

    private static string Owner(Type type) => Built.Owner(type.Assembly.GetName().Name!);
}
