using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Assets;
using AllianceAuth.Shared.Web.Endpoints;
using AllianceAuth.Shared.Web.Errors;
using AllianceAuth.Shared.Web.Live;
using AllianceAuth.Shared.Web.Security;
using AllianceAuth.Shared.Web.UiKit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AllianceAuth.Shared.Web;

/// <summary>The way of a request through the site.</summary>
public static class SharedWebPipeline
{
    /// <summary>
    /// Everything before an endpoint: request id, language, error pages, security headers, static files, session, demands on access, form tokens.
    /// Called once, before anything is mapped.
    /// </summary>
    public static WebApplication UseSharedWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseRequestLocalization();
        app.UseMiddleware<FaultMiddleware>();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseStatusCodePages(context => ShowsPages(context.HttpContext.Request)
            ? ErrorPages.StatusAsync(context.HttpContext)
            : Task.CompletedTask);
        app.UseSiteFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<AntiforgeryGate>();
        if (app.Services.GetRequiredService<IOptions<SiteSettings>>().Value.Development)
        {
            app.UseMiddleware<SliceHeaderMiddleware>();
        }

        return app;
    }

    /// <summary>Maps the addresses of this library: language, theme, search, site files, and in development the UI kit.</summary>
    public static WebApplication MapSharedWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        PreferenceEndpoints.Map(app);
        SiteFiles.Map(app);
        var signedIn = app.MapModules();
        SearchEndpoint.Map(signedIn);
        LiveEndpoint.Map(signedIn);
        MenuEndpoint.Map(signedIn);
        if (app.Services.GetRequiredService<IOptions<SiteSettings>>().Value.Development)
        {
            UiKitEndpoint.Map(app);
        }

        return app;
    }

    /// <summary>The group the modules map their endpoints into: it demands a session and, of whatever changes something, a form token.</summary>
    public static RouteGroupBuilder MapModules(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return routes.MapGroup("")
            .RequireAuthorization(new AuthorizationPolicyBuilder()
                .RequireAuthenticatedUser()
                .AddRequirements(new AccessRequirement(AccessKind.Session, []))
                .Build())
            .WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static void UseSiteFiles(this WebApplication app)
    {
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = app.Services.GetRequiredService<CustomFiles>().Files,
            RequestPath = "/custom",
            OnPrepareResponse = KeepInBrowser,
        });
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = KeepInBrowser });
    }

    private static void KeepInBrowser(StaticFileResponseContext file)
    {
        // An address with the mark of its content never changes; fonts are asked for by style sheets, which do not know the mark.
        var life = file.Context.Request.Query.ContainsKey("v") ? TimeSpan.FromDays(365)
            : file.File.Name.EndsWith(".woff2", StringComparison.OrdinalIgnoreCase) ? TimeSpan.FromDays(30)
            : TimeSpan.FromMinutes(10);
        var control = new CacheControlHeaderValue { Public = true, MaxAge = life };
        if (life.TotalDays > 300)
        {
            control.Extensions.Add(new NameValueHeaderValue("immutable"));
        }

        file.Context.Response.GetTypedHeaders().CacheControl = control;
    }

    private static bool ShowsPages(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);
    }
}
