using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Features.Register;

internal static class RegisterEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/register/", ShowAsync).AllowAnonymous().WithName("registration_register");
        routes.MapPost("/account/register/", SubmitAsync).AllowAnonymous().LimitLogins();
        routes.MapGet("/account/register/complete/", (HttpContext http) => http.Page<NotePage, Note>(Note.MailSent))
            .AllowAnonymous().WithName("registration_complete");
        routes.MapGet("/account/register/closed/", (HttpContext http) => http.Page<NotePage, Note>(Note.Closed))
            .AllowAnonymous().WithName("registration_disallowed");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, AuthenticationDb db, SealedNotes notes, IOptions<RegistrationSettings> settings, CancellationToken cancellationToken) =>
        await FindPendingAsync(http, db, notes, settings, cancellationToken) is var (user, refused) && refused is not null
            ? refused
            : http.Page<RegisterPage, RegisterView>(new RegisterView(user!.MainName ?? user.UserName, user.MainCharacterId, settings.Value.VerifyEmail, ""));

    private static async Task<IResult> SubmitAsync(
        [FromForm] string? email,
        HttpContext http,
        AuthenticationDb db,
        SealedNotes notes,
        IOptions<RegistrationSettings> settings,
        AccountActivation activation,
        ActivationMail mail,
        CancellationToken cancellationToken)
    {
        var (user, refused) = await FindPendingAsync(http, db, notes, settings, cancellationToken);
        if (user is null)
        {
            return refused!;
        }

        var address = (email ?? "").Trim();
        if (EmailAddress.FindError(address) is { } error)
        {
            return http.Invalid<RegisterPage, RegisterView>(
                new RegisterView(user.MainName ?? user.UserName, user.MainCharacterId, settings.Value.VerifyEmail, address, error));
        }

        if (settings.Value.VerifyEmail)
        {
            await mail.SendAsync(user, address, cancellationToken);
            PendingRegistration.Forget(http);
            return http.SeeOther("/account/register/complete/");
        }

        var active = await activation.FinishAsync(user.Id, address, signsIn: true, cancellationToken);
        if (active is null)
        {
            return NotPending(http);
        }

        await Session.OpenAsync(http, active);
        return http.SeeOther("/dashboard/");
    }

    private static async Task<(User? User, IResult? Refused)> FindPendingAsync(
        HttpContext http, AuthenticationDb db, SealedNotes notes, IOptions<RegistrationSettings> settings, CancellationToken cancellationToken)
    {
        if (!settings.Value.Open)
        {
            return (null, http.SeeOther("/account/register/closed/"));
        }

        var id = PendingRegistration.Find(http, notes);
        var user = id is null ? null : await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id.Value, cancellationToken);
        return user is { Registration: RegistrationStatus.Pending } ? (user, null) : (null, NotPending(http));
    }

    private static IResult NotPending(HttpContext http)
    {
        PendingRegistration.Forget(http);
        http.Flash(FlashLevel.Error, "authentication.register.unknown");
        return http.SeeOther("/account/login/");
    }
}

/// <summary>What the registration form shows.</summary>
/// <param name="Name">Name of the character that signed in.</param>
/// <param name="CharacterId">EVE id of that character.</param>
/// <param name="SendsMail">Whether a mail will be sent before the account works.</param>
/// <param name="Email">What was typed.</param>
/// <param name="Error">Text key of what is wrong with it, or null.</param>
public sealed record RegisterView(string Name, long? CharacterId, bool SendsMail, string Email, string? Error = null);
