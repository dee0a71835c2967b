using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Features.EditProfile;

internal static class EditProfileEndpoint
{
    private const string Path = "/account/profile/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).WithName("authentication:profile");
        routes.MapPost($"{Path}email/", ChangeEmailAsync).LimitLogins().WithName("authentication:change_email");
        routes.MapGet($"{Path}email/{{key}}/", ConfirmEmailAsync).AllowAnonymous().LimitLogins().WithName("authentication:confirm_email");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, AuthenticationDb db, LocalAccounts accounts, CancellationToken cancellationToken) =>
        http.Page<ProfilePage, ProfileView>(await ReadAsync(http.User.UserId, db, accounts, cancellationToken));

    private static async Task<IResult> ChangeEmailAsync(
        [FromForm] string? email,
        HttpContext http,
        AuthenticationDb db,
        LocalAccounts accounts,
        IOptions<RegistrationSettings> settings,
        EmailChangeMail mail,
        CancellationToken cancellationToken)
    {
        var address = (email ?? "").Trim();
        if (EmailAddress.FindError(address) is { } error)
        {
            var view = await ReadAsync(http.User.UserId, db, accounts, cancellationToken);
            return http.Invalid<ProfilePage, ProfileView>(view with { Email = address, EmailError = error });
        }

        var id = http.User.UserId;
        var user = await db.Users.SingleAsync(u => u.Id == id, cancellationToken);
        if (settings.Value.VerifyEmail)
        {
            await mail.SendAsync(user, address, cancellationToken);
            http.Flash(FlashLevel.Info, "authentication.profile.email.sent", address);
        }
        else
        {
            user.Email = address;
            await db.SaveChangesAsync(cancellationToken);
            http.Flash(FlashLevel.Success, "authentication.profile.email.done");
        }

        return http.SeeOther(Path);
    }

    private static async Task<IResult> ConfirmEmailAsync(string key, HttpContext http, AuthenticationDb db, SealedNotes notes, CancellationToken cancellationToken)
    {
        // The key names the address it replaces, so it works once.
        var change = notes.Open<EmailChange>(Purpose.EmailChange, key);
        var changed = change is null
            ? 0
            : await db.Users.Where(u => u.Id == change.User && u.Email == change.Before)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.Email, change.After), cancellationToken);
        http.Flash(changed > 0 ? FlashLevel.Success : FlashLevel.Error, changed > 0 ? "authentication.profile.email.done" : "authentication.profile.email.bad");
        return http.SeeOther(http.User.FindUserId() is null ? "/account/login/" : Path);
    }

    private static async Task<ProfileView> ReadAsync(UserId id, AuthenticationDb db, LocalAccounts accounts, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == id, cancellationToken);
        return new ProfileView(user.UserName, user.Email, null, await accounts.HasPasswordAsync(id));
    }
}

/// <summary>What the profile page shows.</summary>
/// <param name="UserName">Login name.</param>
/// <param name="Email">The address, or what was typed.</param>
/// <param name="EmailError">Text key of what is wrong with it.</param>
/// <param name="HasPassword">Whether there is a password to change.</param>
public sealed record ProfileView(string UserName, string Email, string? EmailError, bool HasPassword);
