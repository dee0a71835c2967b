using Microsoft.AspNetCore.Http;

namespace AllianceAuth.EveOnline.Features.FinishSsoLogin;

internal static class SsoProblemAnswer
{
    public static IResult Of(HttpContext http, SsoLoginOutcome outcome) => TypedResults.StatusCode(outcome.Status);
}
