using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Preferences;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Themes;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Endpoints;

/// <summary>Language, theme and night mode: public addresses, kept in cookies and, for those signed in, in the profile.</summary>
internal static class PreferenceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup("").AllowAnonymous().WithMetadata(new RequireAntiforgeryTokenAttribute());
        forms.MapPost("/i18n/setlang/", SetLanguageAsync).WithName("set_language");
        forms.MapPost("/theme/", SetThemeAsync).WithName("theme");
        forms.MapGet("/night/", AskForNight).WithName("nightmode");
        forms.MapPost("/night/", FlipNightAsync);
    }

    private static async Task<IResult> SetLanguageAsync(HttpContext http, [FromForm] string? language, [FromForm] string? next)
    {
        if (SiteLanguage.Find(language) is { } known)
        {
            LanguageCookie.Set(http, known);
            await SaveAsync(http, (store, user) => store.SaveLanguageAsync(user, known.Code, http.RequestAborted));
        }

        return http.SeeOther(LocalPath.OrNull(next) ?? http.Request.CurrentPage ?? "/");
    }

    private static async Task<IResult> SetThemeAsync(HttpContext http, ThemeList themes, [FromForm] string? theme, [FromQuery] string? next)
    {
        if (http.User.FindUserId() is not null && themes.Find(theme) is { } known)
        {
            ThemeCookies.SetTheme(http, known.Id);
            await SaveAsync(http, (store, user) => store.SaveThemeAsync(user, known.Id, http.RequestAborted));
        }

        return http.SeeOther(LocalPath.OrDefault(next));
    }

    private static IResult AskForNight(HttpContext http, [FromQuery] string? next) =>
        http.Page<NightPage, NightView>(new NightView(ThemeCookies.Night(http) == true, LocalPath.OrDefault(next)));

    private static async Task<IResult> FlipNightAsync(HttpContext http, [FromQuery] string? next)
    {
        var night = ThemeCookies.Night(http) != true;
        ThemeCookies.SetNight(http, night);
        await SaveAsync(http, (store, user) => store.SaveNightModeAsync(user, night, http.RequestAborted));
        return http.SeeOther(LocalPath.OrDefault(next));
    }

    private static async Task SaveAsync(HttpContext http, Func<IPreferenceStore, UserId, Task> save)
    {
        if (http.User.FindUserId() is not { } user || http.RequestServices.GetService<IPreferenceStore>() is not { } store)
        {
            return;
        }

        try
        {
            await save(store, user);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // I18N-012, UI-012: the choice holds in this browser anyway, so failing to keep it must not disturb the answer.
            http.RequestServices.GetRequiredService<ILogger<IPreferenceStore>>().LogError(e, "A preference of user {User} was not stored.", user);
        }
    }
}
