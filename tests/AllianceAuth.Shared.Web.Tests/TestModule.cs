using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tests.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Tests;

/// <summary>A module as others write it, small: what the tests need to see the library work.</summary>
public sealed class TestModule : IModule
{
    public string Name => "Lantern";

    public IReadOnlyList<MenuEntry> Menu =>
    [
        new("lantern.dashboard", "lantern.menu.dashboard", "fa-solid fa-gauge-high", "/dashboard/", 1),
        new("lantern.groups", "lantern.menu.groups", "fa-solid fa-user-group", "/groups/", 25),
        new("lantern.services", "lantern.menu.services", "fa-solid fa-plug", "/services/", 100),
        new("lantern.operations", "lantern.menu.operations", "fa-solid fa-satellite-dish", "/optimer/") { Section = MenuSection.Fleets },
        new("lantern.timers", "lantern.menu.timers", "fa-solid fa-clock", "/timers/") { Section = MenuSection.Fleets },
        new("lantern.srp", "lantern.menu.srp", "fa-solid fa-file-invoice-dollar", "/srp/") { Section = MenuSection.Fleets, VisibleTo = user => user.Has("srp.access_srp") },
        new("lantern.requests", "lantern.menu.requests", "fa-solid fa-user-check", "/groups/requests/", 50) { Section = MenuSection.Leading },
        new("lantern.hidden", "lantern.menu.hidden", "fa-solid fa-eye-slash", "/hidden/") { Section = MenuSection.Leading, VisibleTo = user => user.Has("nobody.has_this") },
        new("lantern.users", "lantern.menu.users", "fa-solid fa-users", "/admin/users/") { Section = MenuSection.Staff, VisibleTo = user => user.IsStaff },
    ];

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Drawings>();
        services.AddSingleton<IMenuCounts, Counts>();
        services.AddSingleton<IBellSource, Bell>();
        services.AddSingleton<IServerStatus, Tranquility>();
        services.AddSingleton<ICommandSource, PilotSearch>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/dashboard/", (HttpContext http) => http.Page<SamplePage, SampleView>(new("Dashboard"))).WithName("authentication:dashboard");
        routes.MapGet("/srp/", (HttpContext http) => http.Page<SamplePage, SampleView>(new("SRP"))).RequirePermission("srp.access_srp");
        routes.MapGet("/admin/secret/", () => "secret").RequirePermission("admin.secret");
        routes.MapGet("/either/", () => "either").RequireAnyPermission("admin.secret", "srp.access_srp");
        routes.MapGet("/staff/", () => "staff").RequireStaff();
        routes.MapGet("/root/", () => "root").RequireSuperuser();
        routes.MapGet("/main-only/", () => "main").RequireMain();
        routes.MapGet("/fault/", new Func<string>(() => throw new InvalidOperationException("on purpose")));
        routes.MapGet("/card/", (HttpContext http) => http.Page<SamplePage, SampleView>(new("Card")));
        routes.MapPost("/card/join/", Join).WithName("lantern:join");
        routes.MapPost("/card/typed/", ([FromForm] string? fleet) => "typed " + fleet);
        routes.MapDelete("/card/", () => "deleted");
        routes.MapPost("/flash/{level}/", (HttpContext http, string level) =>
        {
            http.Flash(Enum.Parse<FlashLevel>(level, ignoreCase: true), "lantern.flash.done", "Scouts & <b>Cap</b>");
            return http.SeeOther("/dashboard/");
        });
        routes.MapGet("/welcome/", (HttpContext http) =>
        {
            http.Flash(FlashLevel.Info, "lantern.flash.done", "you");
            return http.Page<SamplePublicPage>();
        }).AllowAnonymous();
        routes.MapGet("/lobby/", (HttpContext http) => http.KeptPage<SampleKeptPage, SampleView>(new("Lobby"))).AllowAnonymous();
        routes.MapGet("/whisper/", (HttpContext http) =>
        {
            http.Flash(FlashLevel.Info, "lantern.flash.done", "you");
            return http.SeeOther("/lobby/");
        }).AllowAnonymous();
        routes.MapGet("/restore/", (HttpContext http, string? language, string? theme, bool? night) =>
        {
            Localization.LanguageCookie.Restore(http, language);
            Themes.ThemeCookies.Restore(http, theme, night);
            return "restored";
        }).AllowAnonymous();
        routes.MapPost("/account/logout/", (HttpContext http) => http.SeeOther("/")).WithName("authentication:logout");
        routes.MapGet("/account/characters/main/", () => "").WithName("authentication:change_main_character");
        routes.MapGet("/account/tokens/manage/", () => "").WithName("authentication:token_management");
        routes.MapGet("/admin/", () => "").WithName("admin:index");
    }

    private static IResult Join(HttpContext http, [FromForm] string? refuse)
    {
        var refusal = refuse is null ? null : new Refusal("lantern.join.internal", "Logistics <b>");
        if (refusal is null)
        {
            http.Flash(FlashLevel.Success, "lantern.flash.done", "Scouts");
        }

        return http.Fragment<SampleCard, SampleView>(new("Joined", refusal), "/card/", refusal);
    }

    private sealed class Counts : IMenuCounts
    {
        public ValueTask<IReadOnlyDictionary<string, int>> CountAsync(AccessSnapshot user, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyDictionary<string, int>>(
                new Dictionary<string, int>(StringComparer.Ordinal) { ["lantern.requests"] = 7, ["lantern.timers"] = 3, ["lantern.services"] = 1, ["lantern.groups"] = 0 });
    }

    private sealed class Bell : IBellSource
    {
        public ValueTask<BellView> FindAsync(UserId user, CancellationToken cancellationToken) => ValueTask.FromResult(new BellView(
            3,
            [
                new(Kit.Tone.Info, "Three pilots asked to join Bastion Wing", "/groups/requests/", TimeProvider.System.GetUtcNow().AddMinutes(-4), IsRead: false),
                new(Kit.Tone.Ok, "Your SRP request was approved, 186 m", "/srp/", TimeProvider.System.GetUtcNow().AddHours(-2), IsRead: true),
            ],
            "/notifications/"));
    }

    private sealed class Tranquility : IServerStatus
    {
        public ValueTask<int?> PilotsOnlineAsync(CancellationToken cancellationToken) => ValueTask.FromResult<int?>(23914);
    }

    private sealed class PilotSearch : ICommandSource
    {
        public ValueTask<IReadOnlyList<CommandHit>> FindAsync(string query, AccessSnapshot user, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<CommandHit>>(
                "Sable Wrenfield".Contains(query, StringComparison.OrdinalIgnoreCase)
                    ? [new CommandHit("Sable Wrenfield", "pilot", string.Create(CultureInfo.InvariantCulture, $"/pilots/{90000013}/")) { CharacterId = 90000013 }]
                    : []);
    }
}
