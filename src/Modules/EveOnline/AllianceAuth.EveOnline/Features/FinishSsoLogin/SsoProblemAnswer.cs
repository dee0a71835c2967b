using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.EveOnline.Features.FinishSsoLogin;

/// <summary>What went wrong on the way through EVE's login, and the way on.</summary>
/// <param name="Problem">Text key; its <c>.title</c> and <c>.help</c> are shown.</param>
/// <param name="Retry">Local address that starts over, or null.</param>
/// <param name="IsCalm">True when nothing failed: the pilot turned back.</param>
public sealed record SsoProblemView(string Problem, string? Retry, bool IsCalm);

internal static class SsoProblemAnswer
{
    public static IResult Of(HttpContext http, SsoLoginOutcome outcome) =>
        http.Page<SsoProblemPage, SsoProblemView>(new SsoProblemView(outcome.Problem!, outcome.Retry, outcome.Status == StatusCodes.Status200OK), outcome.Status);
}
