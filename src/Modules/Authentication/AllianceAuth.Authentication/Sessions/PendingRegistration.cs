using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>Remembers in the browser whose registration is under way, between the SSO login and the form. AUTH-045, AUTH-049.</summary>
internal static class PendingRegistration
{
    private const string CookieName = "registration";
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public static void Remember(HttpContext http, SealedNotes notes, UserId user) =>
        http.Response.Cookies.Append(OwnCookie.Name(http, CookieName), notes.Seal(Purpose.Registration, Life, user), OwnCookie.Options(http, Life));

    public static UserId? Find(HttpContext http, SealedNotes notes) =>
        notes.Open<UserId?>(Purpose.Registration, http.Request.Cookies[OwnCookie.Name(http, CookieName)]);

    public static void Forget(HttpContext http)
    {
        var name = OwnCookie.Name(http, CookieName);
        if (http.Request.Cookies.ContainsKey(name))
        {
            http.Response.Cookies.Delete(name, OwnCookie.Options(http));
        }
    }
}
