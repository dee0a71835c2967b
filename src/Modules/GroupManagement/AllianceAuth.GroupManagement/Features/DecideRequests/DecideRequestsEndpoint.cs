using System.Globalization;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.GroupManagement.Features.DecideRequests;

internal static class DecideRequestsEndpoint
{
    private const int MostAtOnce = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "join", "accept", isLeave: false, accepts: true, "groupmanagement:accept_request");
        Map(routes, "join", "reject", isLeave: false, accepts: false, "groupmanagement:reject_request");
        Map(routes, "leave", "accept", isLeave: true, accepts: true, "groupmanagement:leave_accept_request");
        Map(routes, "leave", "reject", isLeave: true, accepts: false, "groupmanagement:leave_reject_request");
        MapMany(routes, "join", isLeave: false);
        MapMany(routes, "leave", isLeave: true);
    }

    private static void Map(IEndpointRouteBuilder routes, string kind, string verb, bool isLeave, bool accepts, string name)
    {
        var path = $"/groupmanagement/request/{kind}/{verb}/{{id:int}}/";
        routes.MapGet(path, (int id, HttpContext http, GroupManagementDb db, GroupBook book, ICurrentUser currentUser, IMediator mediator, IStringLocalizer<GroupManagementModule> texts, CancellationToken cancellationToken) =>
            ConfirmAsync(new Decision(id, kind, verb, isLeave), http, db, book, currentUser, mediator, texts, cancellationToken)).RequireManager().WithName(name);
        routes.MapPost(path, (int id, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            DecideOneAsync(id, isLeave, accepts, http, queue, currentUser, mediator, cancellationToken)).RequireManager();
    }

    private static void MapMany(IEndpointRouteBuilder routes, string kind, bool isLeave) =>
        routes.MapPost($"/groupmanagement/requests/{kind}/decide/", (HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
            DecideManyAsync(isLeave, http, queue, currentUser, mediator, cancellationToken)).RequireManager().WithName($"groupmanagement:{kind}_decide_requests");

    /// <summary>Old links decided at once; here they ask. GRP-022.</summary>
    private static async Task<IResult> ConfirmAsync(
        Decision decision,
        HttpContext http,
        GroupManagementDb db,
        GroupBook book,
        ICurrentUser currentUser,
        IMediator mediator,
        IStringLocalizer<GroupManagementModule> texts,
        CancellationToken cancellationToken)
    {
        var request = await db.Requests.AsNoTracking().SingleOrDefaultAsync(r => r.Id == decision.Id && r.IsLeave == decision.IsLeave, cancellationToken);
        var group = request is null ? null : (await book.ReadAsync(cancellationToken)).Find(request.GroupId);
        if (request is null || group is null)
        {
            return TypedResults.NotFound();
        }

        if (!group.IsManagedBy((await currentUser.FindAsync(cancellationToken))!))
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        var asks = (await mediator.Send(new Authentication.Contracts.FindUsers([request.UserId]), cancellationToken)).SingleOrDefault()?.Name ?? "";
        return http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
            texts[$"groupmanagement.requests.{decision.Verb}one", asks],
            texts[decision.IsLeave ? "groupmanagement.requests.wantsout" : "groupmanagement.requests.wantsin", asks, group.Name],
            http.Request.Path,
            texts[$"groupmanagement.requests.{decision.Verb}"],
            "/groupmanagement/requests/"));
    }

    private static async Task<IResult> DecideOneAsync(
        int id, bool isLeave, bool accepts, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var result = await mediator.Send(new DecideRequestsRequest([id], isLeave, accepts, user), cancellationToken);
        switch (result.Outcomes)
        {
            case []:
                // Withdrawn in the meantime, or never there: the list shows what is.
                result = new DecidedRequests([new RequestOutcome("", "", id, new Refusal("groupmanagement.decide.gone"))]);
                break;
            case [{ IsForbidden: true }]:
                return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
            case [{ Refusal: null } done]:
                http.Flash(new FlashMessage(FlashLevel.Success, TextOf(isLeave, accepts), [done.Name, done.Group])
                {
                    UndoPath = UndoPath.Of(id),
                });
                break;
        }

        return await AnswerAsync(http, queue, user, isLeave, result, cancellationToken);
    }

    private static async Task<IResult> DecideManyAsync(
        bool isLeave, HttpContext http, RequestQueue queue, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var accepts = form["decision"] == "accept";
        if (!accepts && form["decision"] != "reject")
        {
            return TypedResults.BadRequest();
        }

        int[] ids =
        [
            .. form["request"].Select(id => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .Where(id => id > 0).Distinct().Take(MostAtOnce),
        ];
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if (ids.Length == 0)
        {
            var nothing = new Refusal("groupmanagement.decide.nothing");
            return await AnswerAsync(http, queue, user, isLeave, new DecidedRequests([new RequestOutcome("", "", 0, nothing)]), cancellationToken);
        }

        var result = await mediator.Send(new DecideRequestsRequest(ids, isLeave, accepts, user), cancellationToken);
        int[] done = [.. result.Outcomes.Where(o => o.Refusal is null).Select(o => o.Request)];
        if (done.Length > 0)
        {
            http.Flash(new FlashMessage(
                FlashLevel.Success, accepts ? "groupmanagement.decide.manyaccepted" : "groupmanagement.decide.manyrejected", [done.Length.ToString("N0", CultureInfo.CurrentCulture)])
            {
                UndoPath = UndoPath.Of(done),
            });
        }

        return await AnswerAsync(http, queue, user, isLeave, result, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, RequestQueue queue, AccessSnapshot user, bool isLeave, DecidedRequests result, CancellationToken cancellationToken)
    {
        List<Refusal> refusals = [.. result.Outcomes.Select(o => o.Refusal).OfType<Refusal>()];
        foreach (var refusal in refusals)
        {
            http.RequestServices.GetService<ILoggerFactory>()?.CreateLogger(typeof(DecideRequestsEndpoint)).LogInformation("Refused: {Code}", refusal.Code);
        }

        var back = isLeave ? "/groupmanagement/requests/?kind=leave" : "/groupmanagement/requests/";
        if (!http.Request.IsPartial)
        {
            foreach (var refusal in refusals)
            {
                http.Flash(FlashLevel.Warning, refusal);
            }

            return http.SeeOther(back);
        }

        // The list as the leader has it open: their search and filter stay.
        var page = http.Request.CurrentPage is { } current && current.StartsWith("/groupmanagement/requests/", StringComparison.Ordinal) ? current : back;
        IReadOnlyList<int> kept = [.. http.Request.KeptRows, .. result.Outcomes.Where(o => o.Refusal is null).Select(o => o.Request)];
        var view = await queue.DrawAsync(user, TableQuery.Of(page), isLeave, refusals, kept, cancellationToken);
        return http.Fragment<RequestList, RequestsView>(view, back, refusals.Count > 0 && refusals.Count == result.Outcomes.Count ? refusals[0] : null);
    }

    private static string TextOf(bool isLeave, bool accepts) => (isLeave, accepts) switch
    {
        (false, true) => "groupmanagement.decide.joinaccepted",
        (false, false) => "groupmanagement.decide.joinrejected",
        (true, true) => "groupmanagement.decide.leaveaccepted",
        _ => "groupmanagement.decide.leaverejected",
    };

    private sealed record Decision(int Id, string Kind, string Verb, bool IsLeave);
}
