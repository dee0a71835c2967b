using System.Globalization;
using System.Security.Claims;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>Opens, checks and ends sessions. A session is a sealed cookie; a deactivated user's and one from before "sign out everywhere" end at once.</summary>
internal static class Session
{
    private const string GenerationClaim = "aa:generation";

    /// <summary>Opens a new session. Whatever the browser brought along from before is replaced.</summary>
    public static async Task OpenAsync(HttpContext http, UserId user, string userName, int generation)
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, user.ToString()),
                new Claim(ClaimTypes.Name, userName),
                new Claim(GenerationClaim, generation.ToString(CultureInfo.InvariantCulture)),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme);
        PendingRegistration.Forget(http);
        var properties = new AuthenticationProperties { IsPersistent = true };
        await http.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(identity), properties);
    }

    public static Task OpenAsync(HttpContext http, User user) => OpenAsync(http, user.Id, user.UserName, user.SessionGeneration);

    public static Task CloseAsync(HttpContext http) => http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);

    /// <summary>Ends a session that should be over. Costs no statement while the user's access is in the cache.</summary>
    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var access = context.HttpContext.RequestServices.GetRequiredService<AccessReader>();
        var user = context.Principal?.FindUserId();
        var entry = user is { } id ? await access.FindAsync(id, context.HttpContext.RequestAborted) : null;
        var generation = context.Principal?.FindFirstValue(GenerationClaim);
        if (entry is null || !entry.Snapshot.IsActive
            || generation != entry.Snapshot.SessionGeneration.ToString(CultureInfo.InvariantCulture))
        {
            // Whoever is sent to the login page in the middle of a click reads there why.
            var (level, reason) = entry switch
            {
                null => (FlashLevel.Error, "authentication.login.gone"),
                { Snapshot.IsActive: false } => (FlashLevel.Error, "authentication.login.disabled"),
                _ => (FlashLevel.Warning, "authentication.login.ended"),
            };
            context.HttpContext.Flash(level, reason);
            context.RejectPrincipal();
            await CloseAsync(context.HttpContext);
        }
    }
}
