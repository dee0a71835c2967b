using System.Globalization;
using System.Text.Json;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Admin.Features.ActOnItems;

/// <summary>
/// Works through a bulk action a hundred at a time, and notes after each how far it is. A node that dies begins again with the hundred it was at, so
/// actions bear being done twice. Whoever lost the right meanwhile does nothing more.
/// </summary>
internal sealed class RunActionJob(IServiceScopeFactory scopes, TimeProvider clock) : IBackgroundJob
{
    public static JobDefinition Definition { get; } = new("admin.run-action") { Priority = 3 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(run.Argument, out var id))
        {
            return;
        }

        while (await StepAsync(id, run, cancellationToken))
        {
        }
    }

    private async Task<bool> StepAsync(Guid id, JobRun run, CancellationToken cancellationToken)
    {
        // A scope a step: a context that has tracked a hundred thousand rows is slow.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AdminDb>();
        var desk = scope.ServiceProvider.GetRequiredService<AdminDesk>();
        var work = await db.Runs.SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (work is null or { IsFinished: true })
        {
            return false;
        }

        var actor = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new AccessOf([work.Actor]), cancellationToken)).SingleOrDefault();
        var model = desk.Find(work.App, work.Model);
        var action = model?.About.Actions.FirstOrDefault(a => a.Key == work.Action);
        if (actor is null || model is null || !IsAllowed(model.RightsOf(actor), action, work.Action, actor.IsSuperuser))
        {
            work.Stop(Code(new Refusal("admin.run.norights")), clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return false;
        }

        var keys = work.NextKeys;
        var ask = desk.AskFor(actor);
        var done = work.Action == BulkRun.Delete ? await model.DeleteAsync(ask, keys, cancellationToken) : await model.ActAsync(ask, work.Action, keys, cancellationToken);
        work.Advance(keys.Count, done.Done, [.. done.Refusals.Select(Code)], clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{work.App}.{work.Model} {work.Action}: {work.Done} of {work.Keys.Length} done");
        return !work.IsFinished;
    }

    private static bool IsAllowed(AdminRights rights, AdminActionInfo? action, string key, bool isSuperuser) =>
        key == BulkRun.Delete ? rights.Delete : action is not null && rights.Allow(action.Verb) && (!action.IsForSuperusers || isSuperuser);

    private static string Code(Refusal refusal) => JsonSerializer.Serialize<IReadOnlyList<string>>([refusal.Code, .. refusal.Arguments]);
}
