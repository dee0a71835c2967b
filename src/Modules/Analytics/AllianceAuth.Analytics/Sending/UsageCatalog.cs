using System.Reflection;
using AllianceAuth.Analytics.Contracts;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Modules;
using MediatR;

namespace AllianceAuth.Analytics.Sending;

/// <summary>Everything that can be sent, with today's numbers. There is nothing besides. ANA-014.</summary>
internal sealed class UsageCatalog(AnalyticsDb db, IMediator mediator, IEnumerable<IModule> modules, IEnumerable<UsageDeclaration> declarations)
{
    private const string Namespace = "allianceauth.analytics";
    private const string InstallTask = "send_install_stats";
    private const string ModuleTask = "send_extension_stats";

    /// <summary>Version of this software, as it is sent.</summary>
    public static string Version { get; } =
        typeof(UsageCatalog).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>What the daily job tells.</summary>
    public async Task<IReadOnlyList<UsageEvent>> CountAsync(CancellationToken cancellationToken)
    {
        List<string> names = [.. modules.Select(m => m.Name).Order(StringComparer.Ordinal)];
        return
        [
            new(UsageKinds.Figures, Namespace, InstallTask, "existence", 1),
            new(UsageKinds.Figures, Namespace, InstallTask, "users", await mediator.Send(new CountUsers(), cancellationToken)),
            new(UsageKinds.Figures, Namespace, InstallTask, "tokens", await mediator.Send(new CountTokens(), cancellationToken)),
            new(UsageKinds.Figures, Namespace, InstallTask, "addons", names.Count),
            .. names.Select(name => new UsageEvent(UsageKinds.Modules, Namespace, ModuleTask, name, 1)),
        ];
    }

    /// <summary>What modules may report, done and failed, each with 1 for its number.</summary>
    public IReadOnlyList<UsageEvent> Declared { get; } =
    [
        .. from declaration in declarations
           from label in declaration.Labels
           from result in new[] { UsageEvent.Succeeded, UsageEvent.Failed }
           select new UsageEvent(UsageKinds.Reports, declaration.Namespace, declaration.Task, label, 1, result),
    ];

    /// <summary>All of it.</summary>
    public async Task<IReadOnlyList<UsageEvent>> ListAsync(CancellationToken cancellationToken) => [.. await CountAsync(cancellationToken), .. Declared];

    /// <summary>The message as it goes over the wire.</summary>
    public async Task<Func<UsageEvent, string>> WriterAsync(CancellationToken cancellationToken)
    {
        var installation = await db.IdentifierAsync(cancellationToken);
        return usage => UsageMessage.Write(installation, Version, usage);
    }
}
