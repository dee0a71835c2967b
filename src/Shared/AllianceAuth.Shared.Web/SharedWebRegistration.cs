using System.Text.Encodings.Web;
using System.Text.Unicode;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Assets;
using AllianceAuth.Shared.Web.Errors;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Live;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Rendering;
using AllianceAuth.Shared.Web.Security;
using AllianceAuth.Shared.Web.Themes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Shared.Web;

/// <summary>What the host calls to have the frame, the UI kit and everything around the pages.</summary>
public static class SharedWebRegistration
{
    /// <summary>Registers the services of this library.</summary>
    public static IServiceCollection AddSharedWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SiteSettings>(configuration.GetSection(SiteSettings.Section));
        services.Configure<ThemeSettings>(configuration.GetSection(ThemeSettings.Section));
        services.Configure<EveImageSettings>(configuration.GetSection(EveImageSettings.Section));
        services.Configure<CustomSettings>(configuration.GetSection(CustomSettings.Section));
        services.Configure<WebSecuritySettings>(configuration.GetSection(WebSecuritySettings.Section));

        AddRendering(services);
        services.AddHttpContextAccessor();
        services.Configure<RouteOptions>(options => options.AppendTrailingSlash = true);
        services.AddAntiforgery(options => options.SuppressXFrameOptionsHeader = true);
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure(options =>
        {
            options.Cookie.Name = "antiforgery";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.HttpOnly = true;
        });
        services.AddSingleton<IStringLocalizerFactory, CustomTexts>();
        // One for all who ask; the framework makes one for each component of a page.
        services.AddSingleton(typeof(IStringLocalizer<>), typeof(StringLocalizer<>));
        services.AddLocalization(options => options.ResourcesPath = "Texts");
        services.AddAuthorization();
        services.AddScoped<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessResultHandler>();
        services.AddScoped<ErrorPages>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AssetPaths>();
        services.AddSingleton<CustomFiles>();
        services.AddSingleton<SiteLogo>();
        services.AddSingleton<EveImages>();
        services.AddSingleton<Texts>();
        services.AddSingleton<ThemeList>();
        foreach (var theme in ShippedThemes.All)
        {
            services.AddSingleton(theme);
        }

        services.AddScoped<FlashMessages>();
        services.AddSingleton<MenuBuilder>();
        services.AddScoped<FrameReader>();
        services.AddSingleton<LiveHub>();
        services.AddSingleton(MenuSignals.Topic);
        services.Configure<RequestLocalizationOptions>(UseOurLanguages);
        return services;
    }

    private static void AddRendering(IServiceCollection services)
    {
        services.AddRazorComponents();
        // Letters of every script as they are: pages are UTF-8, and a Russian one is a third shorter so. What could be markup is escaped as ever.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddScoped<FormTokens>();
        services.AddScoped<AntiforgeryStateProvider>(provider => provider.GetRequiredService<FormTokens>());
        services.AddSingleton<KeptPages>();
        services.AddSingleton<KeptParts>();
        // What the framework would cascade into components (bound forms, query values, stored state) no page of ours takes, and each renderer
        // asks for all of it, by reflection.
        foreach (var supplier in services.Where(s => s.ServiceType.Name == "ICascadingValueSupplier").ToArray())
        {
            services.Remove(supplier);
        }
    }

    private static void UseOurLanguages(RequestLocalizationOptions options)
    {
        var cultures = SiteLanguage.All.Select(language => language.CultureName).ToArray();
        options.SetDefaultCulture(SiteLanguage.Default.CultureName);
        options.AddSupportedCultures(cultures);
        options.AddSupportedUICultures(cultures);
        options.RequestCultureProviders = [new LanguageCookieProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
    }
}
