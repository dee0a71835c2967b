using System.Globalization;
using System.Text;
using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ResetPassword;

/// <summary>A new password by mail, for those who have one. The answer is the same for every address, so it gives nobody away. AUTH-086.</summary>
internal static class ResetPasswordEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/password_reset/", (HttpContext http) => http.Page<AskResetPage, AskResetView>(new AskResetView("", null)))
            .AllowAnonymous().WithName("password_reset");
        routes.MapPost("/account/password_reset/", AskAsync).AllowAnonymous().LimitLogins();
        routes.MapGet("/account/password_reset/done/", (HttpContext http) => http.Page<NotePage, Note>(Note.ResetSent))
            .AllowAnonymous().WithName("password_reset_done");
        routes.MapGet("/account/reset/{user:int}/{key}/", ShowAsync).AllowAnonymous().LimitLogins().WithName("password_reset_confirm");
        routes.MapPost("/account/reset/{user:int}/{key}/", SetAsync).AllowAnonymous().LimitLogins();
    }

    private static async Task<IResult> AskAsync(
        [FromForm] string? email, HttpContext http, AuthenticationDb db, LocalAccounts accounts, IMailer mailer, LinkMail link, CancellationToken cancellationToken)
    {
        var address = (email ?? "").Trim();
        if (EmailAddress.FindError(address) is { } error)
        {
            return http.Invalid<AskResetPage, AskResetView>(new AskResetView(address, error));
        }

        var users = await db.Users.AsNoTracking().Where(u => u.Email == address && u.IsActive).ToListAsync(cancellationToken);
        foreach (var user in users)
        {
            if (await accounts.MakeResetKeyAsync(user.Id) is { } key)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"/account/reset/{user.Id}/{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(key))}/");
                await mailer.SendAsync(link.Write(address, "authentication.mail.reset", user.UserName, path, 1), cancellationToken);
            }
        }

        return http.SeeOther("/account/password_reset/done/");
    }

    private static async Task<IResult> ShowAsync(int user, string key, HttpContext http, LocalAccounts accounts) =>
        Decode(key) is { } token && await accounts.IsResetKeyGoodAsync(new UserId(user), token)
            ? http.Page<NewPasswordPage, NewPasswordView>(new NewPasswordView(http.Request.Path, AsksCurrent: false, []))
            : http.Page<NotePage, Note>(Note.BadReset, StatusCodes.Status400BadRequest);

    private static async Task<IResult> SetAsync(
        int user, string key, [FromForm] string? password, [FromForm] string? again, HttpContext http, LocalAccounts accounts)
    {
        if (Decode(key) is not { } token)
        {
            return http.Page<NotePage, Note>(Note.BadReset, StatusCodes.Status400BadRequest);
        }

        var id = new UserId(user);
        IReadOnlyList<Refusal> errors = password != again ? [new Refusal("authentication.password.different")] : await accounts.ResetAsync(id, token, password ?? "");
        if (errors.Count > 0)
        {
            return http.Invalid<NewPasswordPage, NewPasswordView>(new NewPasswordView(http.Request.Path, AsksCurrent: false, errors));
        }

        http.Flash(FlashLevel.Success, "authentication.reset.done");
        return http.SeeOther("/admin/login/");
    }

    private static string? Decode(string key)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(key));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <summary>The form that asks for a reset mail.</summary>
/// <param name="Email">What was typed.</param>
/// <param name="Error">Text key of what is wrong with it.</param>
public sealed record AskResetView(string Email, string? Error);
