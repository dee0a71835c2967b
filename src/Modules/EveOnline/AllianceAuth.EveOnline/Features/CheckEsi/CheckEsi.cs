using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.EveOnline.Features.CheckEsi;

/// <summary>Tells superusers how ESI does, as JSON; the address itself always answers 200. AUTH-094.</summary>
internal static class CheckEsiEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/esi-check/", HandleAsync).WithName("authentication:esi_check").RequireSuperuser();

    private static async Task<IResult> HandleAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var answer = await mediator.Send(new CheckEsiRequest(), cancellationToken);
        return http.Request.IsPartial
            ? http.Fragment<EsiNotice, EsiNoticeView>(new EsiNoticeView(answer.Status, answer.Problem), orElse: "/dashboard/")
            : TypedResults.Json(new { answer.Status, answer.Data });
    }
}

internal sealed record CheckEsiRequest : IRequest<EsiCheckAnswer>;

/// <param name="Status">HTTP status of ESI; 503 when it did not answer at all.</param>
/// <param name="Data">What it said, or <c>error</c> with a sentence.</param>
/// <param name="Problem">Text key of what is wrong; null when nothing is.</param>
internal sealed record EsiCheckAnswer(int Status, object Data, string? Problem = null);

internal sealed class CheckEsiHandler(IEsi esi, IStringLocalizer<EveOnlineModule> texts) : IRequestHandler<CheckEsiRequest, EsiCheckAnswer>
{
    public async Task<EsiCheckAnswer> Handle(CheckEsiRequest request, CancellationToken cancellationToken) =>
        await esi.StatusAsync(EsiImportance.Person, cancellationToken) switch
        {
            EsiAnswer<EsiStatus>.Fresh fresh => new EsiCheckAnswer(StatusCodes.Status200OK, new { players = fresh.Value.Players, server_version = fresh.Value.ServerVersion, start_time = fresh.Value.StartTime }),
            EsiAnswer<EsiStatus>.Stale stale => Trouble(stale.Reason),
            EsiAnswer<EsiStatus>.Unknown unknown => Trouble(unknown.Reason),
            EsiAnswer<EsiStatus>.NotFound missing => new EsiCheckAnswer(StatusCodes.Status404NotFound, new { error = missing.Message }, EsiTrouble.Refused),
            _ => throw new InvalidOperationException("There is no other answer."),
        };

    private EsiCheckAnswer Trouble(EsiTrouble trouble)
    {
        var status = trouble.Code == EsiTrouble.ErrorLimit ? 420 : trouble.Code == EsiTrouble.RateLimit ? 429 : trouble.Status ?? StatusCodes.Status503ServiceUnavailable;
        // CCP's own words at 420 accuse the reader; ours say what happens now.
        return new EsiCheckAnswer(status, new { error = status == 420 ? texts["eveonline.esi.errorlimit"].Value : trouble.Detail }, trouble.Code);
    }
}

/// <summary>How ESI does, for the notice on the dashboard.</summary>
/// <param name="Status">HTTP status of ESI.</param>
/// <param name="Problem">Text key of what is wrong; null when nothing is.</param>
public sealed record EsiNoticeView(int Status, string? Problem);
