using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ChangePassword;

/// <summary>For those who have a password. Other sessions end with the old one.</summary>
internal static class ChangePasswordEndpoint
{
    private const string Path = "/account/password_change/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).WithName("password_change");
        routes.MapPost(Path, ChangeAsync).LimitLogins();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, LocalAccounts accounts)
    {
        if (await accounts.HasPasswordAsync(http.User.UserId))
        {
            return http.Page<NewPasswordPage, NewPasswordView>(new NewPasswordView(Path, AsksCurrent: true, []));
        }

        http.Flash(FlashLevel.Info, "authentication.password.none");
        return http.SeeOther("/account/profile/");
    }

    private static async Task<IResult> ChangeAsync(
        [FromForm] string? current,
        [FromForm] string? password,
        [FromForm] string? again,
        HttpContext http,
        LocalAccounts accounts,
        AuthenticationDb db,
        CancellationToken cancellationToken)
    {
        var id = http.User.UserId;
        IReadOnlyList<Refusal> errors = password != again
            ? [new Refusal("authentication.password.different")]
            : await accounts.ChangeAsync(id, current ?? "", password ?? "");
        if (errors.Count > 0)
        {
            return http.Invalid<NewPasswordPage, NewPasswordView>(new NewPasswordView(Path, AsksCurrent: true, errors));
        }

        await Session.OpenAsync(http, await db.Users.SingleAsync(u => u.Id == id, cancellationToken));
        http.Flash(FlashLevel.Success, "authentication.password.done");
        return http.SeeOther("/account/profile/");
    }
}
