using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Features.FinishSsoLogin;
using AllianceAuth.EveOnline.Features.UpdateAffiliations;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Modules;
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
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<EveOnlineDb>(EveOnlineDb.SchemaName);
        services.AddSettings<SsoSettings>(SsoSettings.Section);
        services.AddSettings<EsiSettings>(EsiSettings.Section);
        services.AddScoped<CharacterCache>();
        services.AddScoped<SweepLog>();

        services.AddOutsideClient(SsoClient.HttpClientName);
        services.AddSingleton<SsoClient>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokenVerifier>();
        services.AddScoped<TokenStore>();

        services.AddOutsideClient(EsiGate.HttpClientName);
        services.AddSingleton(provider => new EsiQueue(provider.GetRequiredService<IOptions<EsiSettings>>().Value.Concurrency));
        services.AddScoped<EsiBudgets>();
        services.AddScoped<EsiResponses>();
        services.AddSingleton<EsiGate>();
        services.AddSingleton<IEsi, EsiClient>();
        services.AddScoped<EntityUpdater>();
        services.AddScoped<AffiliationReader>();
        services.AddScoped<AffiliationWriter>();
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        FinishSsoLoginEndpoint.Map(routes);
    }
}
