using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.LogInWithPassword;

/// <summary>For those who run the site: the first superuser has no character yet. AUTH-085. Language and theme are not restored here: I18N-021.</summary>
internal static class LogInWithPasswordEndpoint
{
    private const string Path = "/admin/login/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, Show).AllowAnonymous().WithName("admin:login");
        routes.MapPost(Path, SubmitAsync).AllowAnonymous().LimitLogins();
    }

    private static IResult Show(string? next, HttpContext http) =>
        http.User.FindUserId() is not null
            ? http.SeeOther(LocalPath.OrDefault(next, "/dashboard/"))
            : http.Page<PasswordLoginPage, PasswordLoginView>(new PasswordLoginView("", LocalPath.OrNull(next), null));

    private static async Task<IResult> SubmitAsync(
        [FromForm] string? username,
        [FromForm] string? password,
        [FromForm] string? next,
        HttpContext http,
        LocalAccounts accounts,
        AuthenticationDb db,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var check = await accounts.CheckAsync(username ?? "", password ?? "");
        if (check.User is not { } user)
        {
            var error = check.IsLocked ? "authentication.passwordlogin.locked" : "authentication.passwordlogin.wrong";
            return http.Invalid<PasswordLoginPage, PasswordLoginView>(new PasswordLoginView(username ?? "", LocalPath.OrNull(next), error));
        }

        user.SignedIn(clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await Session.OpenAsync(http, user);
        return http.SeeOther(LocalPath.OrDefault(next, "/dashboard/"));
    }
}

/// <summary>What the password login shows.</summary>
/// <param name="UserName">What was typed.</param>
/// <param name="Next">Where to go afterwards.</param>
/// <param name="Error">Text key of why it failed, or null.</param>
public sealed record PasswordLoginView(string UserName, string? Next, string? Error);
