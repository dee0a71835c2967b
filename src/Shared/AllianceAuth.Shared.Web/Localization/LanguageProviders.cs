using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>Our language cookie with its codes. I18N-013.</summary>
internal sealed class LanguageCookieProvider : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var language = SiteLanguage.Find(LanguageCookie.Read(httpContext));
        return Task.FromResult(language is null ? null : new ProviderCultureResult(language.CultureName));
    }
}
