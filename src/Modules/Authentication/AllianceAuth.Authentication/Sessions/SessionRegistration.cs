using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>Registers the session cookie as the site's way of knowing who is there.</summary>
internal static class SessionRegistration
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void AddSessions(this IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, cookie =>
        {
            cookie.SlidingExpiration = true;
            cookie.Events = new CookieAuthenticationEvents
            {
                OnValidatePrincipal = Session.CheckAsync,
                OnRedirectToLogin = context => context.HttpContext.SeeOther(SignIn.PathFor(context.HttpContext)).ExecuteAsync(context.HttpContext),
                OnRedirectToAccessDenied = context =>
                {
                    // The error page that names the missing permission is put around it further out.
                    context.Response.StatusCode = StatusCodes.Status403Forbidden;
                    return Task.CompletedTask;
                },
            };
        });
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<IOptions<SiteSettings>, IOptions<AuthenticationSettings>, TimeProvider>((cookie, site, settings, clock) =>
        {
            var isHttps = site.Value.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            cookie.TimeProvider = clock;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(settings.Value.SessionDays);
            cookie.Cookie.Name = isHttps ? "__Host-session" : "session";
            cookie.Cookie.SecurePolicy = isHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.IsEssential = true;
            // Lax: the way back from EVE's sign-in comes from another site and needs the session for "add character".
            cookie.Cookie.SameSite = SameSiteMode.Lax;
        });
    }
}
