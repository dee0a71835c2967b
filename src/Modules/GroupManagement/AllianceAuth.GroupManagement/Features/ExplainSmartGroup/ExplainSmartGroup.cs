using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.ExplainSmartGroup;

internal static class ExplainSmartGroupEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/group/smart/{id:int}/", HandleAsync).WithName("groupmanagement:smart_group");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new ExplainSmartGroupRequest(new GroupId(id), http.User.UserId), cancellationToken) is { } view
            ? http.Page<SmartGroupPage, SmartGroupView>(view)
            : TypedResults.NotFound();
}

/// <summary>Which filters a group has, and which of them a user fails.</summary>
/// <returns>Null when the group is not kept by filters, or the user may not know of it.</returns>
internal sealed record ExplainSmartGroupRequest(GroupId Group, UserId User) : IRequest<SmartGroupView?>;

internal sealed class ExplainSmartGroupHandler(GroupManagementDb db, GroupBook book, FilterJudge judge, FilterWords words, HeldReader held, IMediator mediator)
    : IRequestHandler<ExplainSmartGroupRequest, SmartGroupView?>
{
    public async Task<SmartGroupView?> Handle(ExplainSmartGroupRequest request, CancellationToken cancellationToken)
    {
        var user = await mediator.AccessOf(request.User, cancellationToken);
        var kept = await db.SmartGroups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == request.Group, cancellationToken);
        var lapse = await db.Lapses.AsNoTracking().SingleOrDefaultAsync(l => l.GroupId == request.Group && l.UserId == request.User, cancellationToken);
        if (kept is null || await book.FindAsync(request.Group, cancellationToken) is not { } group || !MaySee(group, user, lapse))
        {
            return null;
        }

        var expression = kept.Expression;
        FilterLeaf[] leaves = [.. expression.Leaves];
        var columns = await judge.JudgeAsync([expression, .. leaves], new UserRoll([request.User]), isEverybody: false, cancellationToken);
        var verdicts = leaves.Zip(columns.Skip(1), (leaf, column) => (leaf, column[0])).ToDictionary(v => v.leaf, v => v.Item2);
        var blocks = new List<FilterBlockView>();
        foreach (var part in expression is FilterBranch whole ? whole.Parts : [expression])
        {
            var lines = new List<FilterLineView>();
            foreach (var leaf in part.Leaves)
            {
                var advice = verdicts[leaf] == Verdict.Passes ? null : await words.AdviceAsync(leaf, cancellationToken);
                lines.Add(new(await words.DemandAsync(leaf, cancellationToken), advice, (FilterVerdict)verdicts[leaf]));
            }

            blocks.Add(new(part is FilterBranch { Join: FilterJoin.Any } ? FilterJoinWord.Any : FilterJoinWord.All, lines));
        }

        var verdict = columns[0][0];
        return new SmartGroupView(
            group.Id.Value,
            group.Name,
            kept.Mode == SmartGroupMode.Automatic,
            user.IsIn(group.Id),
            (FilterVerdict)verdict,
            expression is FilterBranch { Join: FilterJoin.Any } ? FilterJoinWord.Any : FilterJoinWord.All,
            blocks)
        {
            DueAt = user.IsIn(group.Id) && lapse is { Stage: LapseStage.Warned } ? lapse.DueAt : null,
            GraceDays = kept.GraceDays,
            Held = group.MayReleaseHeld(user) ? await held.FindAsync(kept, cancellationToken) : null,
            MayJoin = verdict == Verdict.Passes && group.DecideJoin(user, hasRequest: false).Refusal is null,
        };
    }

    /// <summary>Its members, those it is about to lose, its managers, and whoever could join.</summary>
    private static bool MaySee(GroupRules group, AccessSnapshot user, Lapse? lapse) =>
        user.IsIn(group.Id) || lapse is not null || group.MayReleaseHeld(user) || !group.IsSecretFrom(user);
}
