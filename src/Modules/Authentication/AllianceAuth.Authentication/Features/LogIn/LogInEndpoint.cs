using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Security;
using AllianceAuth.Shared.Web.Themes;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Features.LogIn;

internal static class LogInEndpoint
{
    public const string LoginPath = "/account/login/";

    private const string Dashboard = "/dashboard/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(LoginPath, Show).AllowAnonymous().WithName("authentication:login");
        routes.MapGet("/sso/login", HandleAsync).AllowAnonymous().LimitLogins().WithName("auth_sso_login");
    }

    private static IResult Show(string? next, HttpContext http)
    {
        var local = LocalPath.OrNull(next);
        if (http.User.FindUserId() is not null)
        {
            return http.SeeOther(local ?? Dashboard);
        }

        var query = local is null ? "" : $"?next={Uri.EscapeDataString(local)}";
        return http.KeptPage<LoginPage, LoginView>(new LoginView($"/sso/login{query}", $"/admin/login/{query}", local is null or "/" or Dashboard ? null : local));
    }

    private static async Task<IResult> HandleAsync(
        string? next, string? sso, HttpContext http, IMediator mediator, SealedNotes notes, IOptions<LoginScopeSettings> scopes, CancellationToken cancellationToken)
    {
        var target = LocalPath.OrDefault(next, Dashboard);
        if (string.IsNullOrEmpty(sso))
        {
            var eve = await mediator.Send(
                new StartSsoRoundTrip(SsoBrowserKey.Ensure(http), $"/sso/login?next={Uri.EscapeDataString(target)}", scopes.Value.Scopes, User: null), cancellationToken);
            return Results.Redirect(eve.AbsoluteUri);
        }

        var result = SsoBrowserKey.Find(http) is { } browser ? await mediator.Send(new TakeSsoResult(browser, sso), cancellationToken) : null;
        // What a signed-in user brought is for their page and signs nobody in.
        if (result is null or { StartedBy: not null })
        {
            // Usually a page opened again from the history. Whoever is in already just goes on.
            return http.User.FindUserId() is not null ? http.SeeOther(target) : BackToLogin(http, target, "authentication.login.expired");
        }

        var login = await mediator.Send(new LogInRequest(result), cancellationToken);
        switch (login.Status)
        {
            case LogInStatus.SignedIn:
                await Session.OpenAsync(http, login.User!);
                RestorePreferences(http, login.User!);
                return http.SeeOther(target);
            case LogInStatus.MustRegister:
                PendingRegistration.Remember(http, notes, login.User!.Id);
                return http.SeeOther("/account/register/");
            default:
                http.Flash(FlashLevel.Error, login.Refusal!);
                return http.SeeOther(LoginAddress(target));
        }
    }

    private static IResult BackToLogin(HttpContext http, string target, string reason)
    {
        http.Flash(FlashLevel.Warning, reason);
        return http.SeeOther(LoginAddress(target));
    }

    private static string LoginAddress(string target) => target == Dashboard ? LoginPath : $"{LoginPath}?next={Uri.EscapeDataString(target)}";

    private static void RestorePreferences(HttpContext http, User user)
    {
        LanguageCookie.Restore(http, user.Language);
        ThemeCookies.Restore(http, user.Theme, user.NightMode);
    }
}

/// <summary>What the login page offers.</summary>
/// <param name="SsoHref">Where the sign-in with EVE begins.</param>
/// <param name="AdminHref">Where those with a password go.</param>
/// <param name="BackTo">The page that was asked for, or null.</param>
public sealed record LoginView(string SsoHref, string AdminHref, string? BackTo);
