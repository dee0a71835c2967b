using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Features.AddEntity;
using AllianceAuth.EveOnline.Features.CheckConnections;
using AllianceAuth.EveOnline.Features.CheckEsi;
using AllianceAuth.EveOnline.Features.CheckTokens;
using AllianceAuth.EveOnline.Features.CleanRoundTrips;
using AllianceAuth.EveOnline.Features.CleanUpTokens;
using AllianceAuth.EveOnline.Features.DeleteToken;
using AllianceAuth.EveOnline.Features.FilterByScope;
using AllianceAuth.EveOnline.Features.FinishSsoLogin;
using AllianceAuth.EveOnline.Features.LearnTenures;
using AllianceAuth.EveOnline.Features.ManageTokens;
using AllianceAuth.EveOnline.Features.RenewToken;
using AllianceAuth.EveOnline.Features.ShowEsiBudget;
using AllianceAuth.EveOnline.Features.WatchServer;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Checks;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline;

/// <summary>Characters, corporations and alliances; EVE's single sign-on, the tokens it gives, and the one gate to ESI.</summary>
public sealed class EveOnlineModule : IModule
{
    /// <inheritdoc />
    public string Name => "EveOnline";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => EveOnlinePermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<MenuEntry> Menu =>
    [
        new("eveonline.esi", "eveonline.menu.esi", "fa-solid fa-satellite-dish", "/admin/eveonline/esi/", 900)
        {
            Section = MenuSection.Staff,
            VisibleTo = user => user.Has(EveOnlinePermissions.ViewEsiBudget),
        },
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<EveOnlineDb>(EveOnlineDb.SchemaName);
        services.AddScoped<CharacterCache>();
        services.AddScoped<SweepLog>();
        services.AddScoped<ISmartFilterKind, ScopeFilter>();
        AddSso(services);
        AddEsi(services);
        AddJobs(services);
        AddChecks(services);
        services.AddDashboardPanel<EsiNoticePanel>(0, DashboardWidth.Full, user => user.IsSuperuser);
        EveOnlineAdmin.Add(services);
        // Browsers hold a redirect after a form post to the policy of the page it came from, and signing in is such a redirect.
        services.AddOptions<WebSecuritySettings>().Configure<IOptions<SsoSettings>>((web, sso) =>
            web.FormOrigins = [.. web.FormOrigins, new Uri(sso.Value.BaseUrl).GetLeftPart(UriPartial.Authority)]);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        FinishSsoLoginEndpoint.Map(routes);
        ManageTokensEndpoint.Map(routes);
        RenewTokenEndpoint.Map(routes);
        DeleteTokenEndpoint.Map(routes);
        CheckEsiEndpoint.Map(routes);
        ShowEsiBudgetEndpoint.Map(routes);
        AddEntityEndpoint.Map(routes);
    }

    private static void AddSso(IServiceCollection services)
    {
        services.AddSettings<SsoSettings>(SsoSettings.Section);
        services.AddOutsideClient(SsoClient.HttpClientName);
        services.AddSingleton<SsoClient>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokenVerifier>();
        services.AddScoped<TokenStore>();
        services.AddScoped<TokenVault>();
    }

    private static void AddEsi(IServiceCollection services)
    {
        services.AddSettings<EsiSettings>(EsiSettings.Section);
        services.AddOutsideClient(EsiGate.HttpClientName);
        services.AddSingleton(provider => new EsiQueue(provider.GetRequiredService<IOptions<EsiSettings>>().Value.Concurrency));
        services.AddScoped<EsiBudgets>();
        services.AddScoped<EsiResponses>();
        services.AddSingleton<EsiGate>();
        services.AddSingleton<IEsi, EsiClient>();
        services.AddScoped<EntityUpdater>();
        services.AddScoped<AffiliationReader>();
        services.AddScoped<AffiliationWriter>();
        services.AddSingleton<IServerStatus, ServerStatus>();
    }

    private static void AddJobs(IServiceCollection services)
    {
        services.AddJob<UpdateAffiliationsJob>(UpdateAffiliationsJob.Definition);
        services.AddJob<LearnMissingEntitiesJob>(LearnMissingEntitiesJob.Definition);
        services.AddJob<RunModelUpdateJob>(RunModelUpdateJob.Definition);
        services.AddJob<UpdateCorporationsJob>(UpdateCorporationsJob.Definition);
        services.AddJob<UpdateAlliancesJob>(UpdateAlliancesJob.Definition);
        services.AddJob<UpdateNamesJob>(UpdateNamesJob.Definition);
        services.AddJob<UpdateFactionsJob>(UpdateFactionsJob.Definition);
        services.AddJob<WatchServerJob>(WatchServerJob.Definition);
        services.AddJob<LearnTenuresJob>(LearnTenuresJob.Definition);
        services.AddJob<CheckTokensJob>(CheckTokensJob.Definition);
        services.AddJob<CleanUpTokensJob>(CleanUpTokensJob.Definition);
        services.AddJob<CleanRoundTripsJob>(CleanRoundTripsJob.Definition);
    }

    private static void AddChecks(IServiceCollection services) => services
        .AddScoped<ISiteCheck, EsiCheck>()
        .AddScoped<ISiteCheck, SsoCheck>()
        .AddScoped<ISiteCheck, ClockCheck>();
}
