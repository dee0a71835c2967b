using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.ShowEsiBudget;

/// <summary>What ESI still allows, for admins.</summary>
internal static class ShowEsiBudgetEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/eveonline/esi/", HandleAsync).WithName("eveonline:esi_budget").RequirePermission(EveOnlinePermissions.ViewEsiBudget);

    private static async Task<IResult> HandleAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
        http.Page<EsiBudgetPage, EsiBudgetView>(await mediator.Send(new ShowEsiBudgetRequest(), cancellationToken));
}

internal sealed record ShowEsiBudgetRequest : IRequest<EsiBudgetView>;

internal sealed class ShowEsiBudgetHandler(EveOnlineDb db, TimeProvider clock) : IRequestHandler<ShowEsiBudgetRequest, EsiBudgetView>
{
    public async Task<EsiBudgetView> Handle(ShowEsiBudgetRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var budgets = await db.EsiBudgets.AsNoTracking().ToListAsync(cancellationToken);
        var sweeps = await db.Sweeps.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellationToken);
        var answers = await db.EsiResponses.GroupBy(r => 1)
            .Select(g => new { Count = g.Count(), Oldest = g.Min(r => r.FetchedAt), Expired = g.Count(r => r.ExpiresAt < now) })
            .SingleOrDefaultAsync(cancellationToken);
        var everything = budgets.Find(b => b.Key == EsiBudget.Everything);
        return new EsiBudgetView(
            [.. budgets.Where(b => b.Key != EsiBudget.Everything).OrderBy(b => b.Key != EsiBudget.Errors).ThenBy(b => b.Key, StringComparer.Ordinal).Select(b => ViewOf(b, now))],
            [.. sweeps.Select(s => new SweepView(s.Name, s.LastRunAt, s.ConfirmedAt, s.Looked, s.Changed, s.Unanswered, s.Error))],
            PauseOf(everything, now),
            everything?.LastError,
            everything?.LastErrorAt,
            answers?.Count ?? 0,
            answers?.Oldest,
            answers?.Expired ?? 0,
            now);
    }

    private static BudgetView ViewOf(EsiBudget budget, DateTimeOffset now)
    {
        var isFull = budget.ResetsAt <= now;
        return new BudgetView(
            budget.Key, budget.Key == EsiBudget.Errors, isFull ? budget.MaxTokens : budget.Remaining, budget.MaxTokens, isFull ? 0 : budget.Reserved,
            budget.ResetsAt, budget.PausedUntil > now ? budget.PausedUntil : null, budget.LastError, budget.LastErrorAt);
    }

    internal static PauseView? PauseOf(EsiBudget? everything, DateTimeOffset now) => everything switch
    {
        { PausedUntil: { } until } when until > now => new PauseView(until, everything.PauseReason ?? EsiTrouble.ErrorLimit, OnlyBackground: false),
        { BackgroundPausedUntil: { } until } when until > now => new PauseView(until, everything.PauseReason ?? EsiTrouble.ServerErrors, OnlyBackground: true),
        _ => null,
    };
}
