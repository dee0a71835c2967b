using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Services.Components;

/// <summary>How whatever a pilot does about a service answers.</summary>
internal static class ServiceAnswers
{
    /// <summary>The card in its place and beside it a new password; without script the list again, or the page that shows the password once. SVC-043.</summary>
    public static IResult ServiceAnswer(this HttpContext http, ServiceCardView card) => card.Password is not null && !http.Request.IsPartial
        ? http.Page<CredentialsPage, ServiceCardView>(card)
        : http.Fragment<ServiceCardAnswer, ServiceCardView>(card, orElse: $"/services/#service-{card.Service}", card.Refusal);
}
