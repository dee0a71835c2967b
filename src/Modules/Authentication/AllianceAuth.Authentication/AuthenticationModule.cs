using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Features.ActivateAccount;
using AllianceAuth.Authentication.Features.AddCharacter;
using AllianceAuth.Authentication.Features.AnswerAccess;
using AllianceAuth.Authentication.Features.AskAccess;
using AllianceAuth.Authentication.Features.AuditPermission;
using AllianceAuth.Authentication.Features.AuditPermissions;
using AllianceAuth.Authentication.Features.ChangeMain;
using AllianceAuth.Authentication.Features.ChangePassword;
using AllianceAuth.Authentication.Features.CountTasks;
using AllianceAuth.Authentication.Features.DecideStates;
using AllianceAuth.Authentication.Features.EditProfile;
using AllianceAuth.Authentication.Features.EditState;
using AllianceAuth.Authentication.Features.EditUser;
using AllianceAuth.Authentication.Features.ExplainAccess;
using AllianceAuth.Authentication.Features.ExplainPermission;
using AllianceAuth.Authentication.Features.FilterUsers;
using AllianceAuth.Authentication.Features.LogIn;
using AllianceAuth.Authentication.Features.LogInWithPassword;
using AllianceAuth.Authentication.Features.LogOut;
using AllianceAuth.Authentication.Features.Register;
using AllianceAuth.Authentication.Features.ResetPassword;
using AllianceAuth.Authentication.Features.SearchPilots;
using AllianceAuth.Authentication.Features.ShowDashboard;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Preferences;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
namespace AllianceAuth.Authentication;

/// <summary>Users, who owns which character, states, permissions, and the ways in and out.</summary>
public sealed class AuthenticationModule : IModule
{
    /// <inheritdoc />
    public string Name => "Authentication";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => AuthenticationPermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<MenuEntry> Menu =>
    [
        // MENU-001: the dashboard stands first, whatever others ask for.
        new("authentication.dashboard", "authentication.dashboard.title", "fa-solid fa-gauge-high", "/dashboard/", 0),
        new("authentication.users", "authentication.users.title", "fa-solid fa-users", "/admin/authentication/user/", 900)
        {
            Section = MenuSection.Staff,
            VisibleTo = user => (user.IsStaff || user.IsSuperuser) && user.Has(AuthenticationPermissions.ViewUser),
        },
        new("authentication.states", "authentication.states.title", "fa-solid fa-layer-group", "/admin/authentication/state/", 901)
        {
            Section = MenuSection.Staff,
            VisibleTo = user => (user.IsStaff || user.IsSuperuser) && user.Has(AuthenticationPermissions.ViewState),
        },
        new("authentication.permissionaudit", "authentication.permissionaudit.title", "fa-solid fa-id-card", "/permissions/overview/", 400)
        {
            Section = MenuSection.Staff,
            Covers = ["/permissions/audit/"],
            VisibleTo = user => user.Has(AuthenticationPermissions.Audit),
        },
        new("authentication.explain", "authentication.explain.title", "fa-solid fa-circle-question", "/permissions/explain/ask/", 401)
        {
            Section = MenuSection.Staff,
            Covers = ["/permissions/explain/"],
            VisibleTo = user => user.Has(AuthenticationPermissions.Audit),
        },
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AuthenticationSettings>(AuthenticationSettings.Section);
        services.AddSettings<RegistrationSettings>(RegistrationSettings.Section);
        services.AddSettings<LoginScopeSettings>(LoginScopeSettings.Section);
        services.AddModuleDatabase<AuthenticationDb>(AuthenticationDb.SchemaName);
        services.AddSingleton<AccessReader>();
        services.AddSingleton<MemberCounter>();
        ReservedNamesAdmin.Add(services);
        services.AddSingleton<PermissionCatalog>();
        services.AddSingleton<SealedNotes>();
        services.AddScoped<ICurrentUser, CurrentUser>();
        services.AddScoped<IPreferenceStore, PreferenceStore>();
        services.AddScoped<MainCopies>();
        services.AddScoped<MembershipChange>();
        services.AddScoped<AccountActivation>();
        services.AddScoped<LinkMail>();
        services.AddScoped<ActivationMail>();
        services.AddScoped<EmailChangeMail>();
        services.AddScoped<AccessForecast>();
        services.AddScoped<GrantReader>();
        services.AddScoped<IPermissionGuide, PermissionGuide>();
        services.AddScoped<ICommandSource, SearchPilotsByName>();
        services.AddScoped<StateForms>();
        services.AddScoped<UserForms>();
        services.AddSessions();
        services.AddSingleton<LoginRateLimit>();
        LocalAccounts.AddTo(services);
        services.AddScoped<ISmartFilterKind, StateFilter>();
        services.AddScoped<ISmartFilterKind, OrganisationFilter>();
        services.AddScoped<ISmartFilterKind, TenureFilter>();
        services.AddScoped<ISmartFilterKind, AccountAgeFilter>();
        services.AddScoped<ISmartFilterKind, CharacterCountFilter>();
        services.AddScoped<ISmartFilterKind, GroupFilter>();
        services.AddJob<DecideStatesJob>(DecideStatesJob.Definition);
        AddDashboard(services);
        AuthenticationAdmin.Add(services);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        LogInEndpoint.Map(routes);
        LogInWithPasswordEndpoint.Map(routes);
        LogOutEndpoint.Map(routes);
        RegisterEndpoint.Map(routes);
        ActivateAccountEndpoint.Map(routes);
        ChangePasswordEndpoint.Map(routes);
        ResetPasswordEndpoint.Map(routes);
        AddCharacterEndpoint.Map(routes);
        ChangeMainEndpoint.Map(routes);
        ShowDashboardEndpoint.Map(routes);
        CountTasksEndpoint.Map(routes);
        EditProfileEndpoint.Map(routes);
        EditStateEndpoint.Map(routes);
        EditUserEndpoint.Map(routes);
        AuditPermissionsEndpoint.Map(routes);
        AuditPermissionEndpoint.Map(routes);
        AskAccessEndpoint.Map(routes);
        ExplainAccessEndpoint.Map(routes);
        ExplainPermissionEndpoint.Map(routes);
    }

    private static void AddDashboard(IServiceCollection services)
    {
        services.AddScoped<DashboardReader>();
        services.AddScoped<AttentionReader>();
        services.AddScoped<IAttentionSource, TokensThatNeedAttention>();
        // Orders as AUTH-091 has them.
        services.AddDashboardPanel<NeedsYouPanel>(2);
        services.AddDashboardPanel<CharactersPanel>(5);
        services.AddDashboardPanel<GroupsPanel>(5, DashboardWidth.Side);
        services.AddDashboardPanel<PermissionsPanel>(6, DashboardWidth.Side);
    }
}
