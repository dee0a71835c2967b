using System.Text.Json;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.FollowRun;

/// <summary>How far a bulk action is. Leaving the page does not stop it.</summary>
internal static class FollowRunEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/runs/{id:guid}/", HandleAsync).RequireStaff().WithName("admin:run");

    private static async Task<IResult> HandleAsync(Guid id, HttpContext http, ICurrentUser currentUser, AdminDb db, AdminDesk desk, Texts texts, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var run = await db.Runs.AsNoTracking()
            .Where(r => r.Id == id)
            .Select(r => new { r.App, r.Model, r.Action, r.Actor, Total = r.Keys.Length, r.Handled, r.Done, r.Refused, r.Refusals, r.FinishedAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (run is null || (run.Actor != me.User && !me.IsSuperuser) || desk.Find(run.App, run.Model) is not { } model)
        {
            // Somebody else's looks like none.
            return TypedResults.NotFound();
        }

        var action = model.About.Actions.FirstOrDefault(a => a.Key == run.Action) is { } chosen ? texts.Say(chosen.Text, chosen.TextArguments) : texts.Say("admin.bulk.delete");
        return http.PageOr<RunPage, RunProgress, RunView>(new RunView(
            id, model.About, action, run.Total, run.Handled, run.Done, run.Refused, [.. run.Refusals.Select(r => Say(r, texts))], run.FinishedAt is not null));
    }

    private static string Say(string refusal, Texts texts)
    {
        var parts = JsonSerializer.Deserialize<List<string>>(refusal) ?? [];
        return parts is [var code, .. var arguments] ? texts.Say(code, arguments) : refusal;
    }
}

/// <summary>How far it is.</summary>
/// <param name="Id">The run.</param>
/// <param name="About">What is worked on.</param>
/// <param name="Action">What is done, in the reader's language.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Handled">How many were gone through.</param>
/// <param name="Done">How many it was done to.</param>
/// <param name="Refused">How many not.</param>
/// <param name="Reasons">Why not.</param>
/// <param name="IsFinished">Whether all is done.</param>
public sealed record RunView(Guid Id, AdminDescription About, string Action, int Total, int Handled, int Done, int Refused, IReadOnlyList<string> Reasons, bool IsFinished);
