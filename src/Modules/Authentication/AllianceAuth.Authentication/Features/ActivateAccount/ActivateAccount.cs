using AllianceAuth.Authentication.Components;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.ActivateAccount;

/// <summary>
/// The link of the activation mail. It acts on GET because it is opened from a mail program: it is secret, works once and signs nobody in,
/// so a mail scanner that opens it first does no harm.
/// </summary>
internal static class ActivateAccountEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/activate/complete/", (HttpContext http) => http.Page<NotePage, Note>(Note.Activated))
            .AllowAnonymous().WithName("registration_activation_complete");
        routes.MapGet("/account/activate/{key}/", HandleAsync).AllowAnonymous().LimitLogins().WithName("registration_activate");
    }

    private static async Task<IResult> HandleAsync(
        string key, HttpContext http, SealedNotes notes, AccountActivation activation, CancellationToken cancellationToken)
    {
        var known = notes.Open<ActivationKey>(Purpose.Activation, key);
        var user = known is null ? null : await activation.FinishAsync(known.User, known.Email, signsIn: false, cancellationToken);
        return user is null
            ? http.Page<NotePage, Note>(Note.BadKey, StatusCodes.Status400BadRequest)
            : http.SeeOther("/account/activate/complete/");
    }
}
