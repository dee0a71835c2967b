using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
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
using Microsoft.Extensions.Localization;

namespace AllianceAuth.GroupManagement.Features.RemoveMember;

internal static class RemoveMemberEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/groupmanagement/membership/{id:int}/remove/{user:int}/", ConfirmAsync).RequireManager().WithName("groupmanagement:membership_remove");
        routes.MapPost("/groupmanagement/membership/{id:int}/remove/{user:int}/", RemoveAsync).RequireManager();
        routes.MapPost("/groupmanagement/membership/{id:int}/restore/{user:int}/", RestoreAsync).RequireManager().WithName("groupmanagement:membership_restore");
    }

    private static async Task<IResult> ConfirmAsync(
        int id, int user, HttpContext http, GroupBook book, ICurrentUser currentUser, IMediator mediator, IStringLocalizer<GroupManagementModule> texts, CancellationToken cancellationToken)
    {
        var group = (await book.ReadAsync(cancellationToken)).Find(new GroupId(id));
        var member = (await mediator.Send(new FindUsers([new UserId(user)]), cancellationToken)).SingleOrDefault();
        if (group is null || member is null)
        {
            return TypedResults.NotFound();
        }

        return group.IsInternal || !group.IsManagedBy((await currentUser.FindAsync(cancellationToken))!)
            ? TypedResults.StatusCode(StatusCodes.Status403Forbidden)
            : http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
                texts["groupmanagement.member.removeone", member.Name],
                texts["groupmanagement.member.removefrom", member.Name, group.Name],
                http.Request.Path,
                texts["groupmanagement.member.remove"],
                $"/groupmanagement/membership/{id}/"));
    }

    private static Task<IResult> RemoveAsync(int id, int user, HttpContext http, MemberQueue members, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
        ChangeAsync(new GroupId(id), new UserId(user), isRestore: false, http, members, currentUser, mediator, cancellationToken);

    private static Task<IResult> RestoreAsync(int id, int user, HttpContext http, MemberQueue members, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken) =>
        ChangeAsync(new GroupId(id), new UserId(user), isRestore: true, http, members, currentUser, mediator, cancellationToken);

    private static async Task<IResult> ChangeAsync(
        GroupId id, UserId user, bool isRestore, HttpContext http, MemberQueue members, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        var actor = (await currentUser.FindAsync(cancellationToken))!;
        var changed = await mediator.Send(new ChangeMemberRequest(id, user, isRestore, actor), cancellationToken);
        if (changed is null)
        {
            return TypedResults.NotFound();
        }

        if (changed.IsForbidden)
        {
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (changed.Refusal is null)
        {
            http.Flash(new FlashMessage(FlashLevel.Success, isRestore ? "groupmanagement.member.restored" : "groupmanagement.member.removed", [changed.Name, changed.Group.Name])
            {
                UndoPath = isRestore ? null : UndoPath.OfRemoval(id.Value, user.Value),
            });
        }

        var list = $"/groupmanagement/membership/{id}/";
        if (http.LogAnswerOrNull(id.Value, changed.Refusal) is { } log)
        {
            return log;
        }

        var page = http.Request.CurrentPage is { } current && current.StartsWith(list, StringComparison.Ordinal) && !current.Contains("audit-log", StringComparison.Ordinal) ? current : list;
        var view = await members.DrawAsync(changed.Group, TableQuery.Of(page), changed.Refusal, cancellationToken);
        return isRestore
            ? http.Fragment<MemberListOutOfBand, MembersView>(view, list, changed.Refusal)
            : http.Fragment<MemberList, MembersView>(view, list, changed.Refusal);
    }
}

/// <summary>Takes a member out, or puts somebody back whom the same leader took out a moment ago. GRP-044.</summary>
/// <returns>Null when there is no such group or user.</returns>
internal sealed record ChangeMemberRequest(GroupId Group, UserId User, bool IsRestore, AccessSnapshot Actor) : IRequest<ChangedMember?>;

/// <summary>What became of it.</summary>
internal sealed record ChangedMember(GroupRules Group, string Name, Refusal? Refusal, bool IsForbidden = false);

internal sealed class ChangeMemberHandler(GroupManagementDb db, GroupBook book, Memberships memberships, GroupSignals signals, IMediator mediator, TimeProvider clock)
    : IRequestHandler<ChangeMemberRequest, ChangedMember?>
{
    public async Task<ChangedMember?> Handle(ChangeMemberRequest request, CancellationToken cancellationToken)
    {
        var group = await book.FindAsync(request.Group, cancellationToken);
        var user = (await mediator.Send(new AccessOf([request.User]), cancellationToken)).SingleOrDefault();
        if (group is null || user is null)
        {
            return null;
        }

        var changed = new ChangedMember(group, user.Main?.Name ?? user.UserName, Refusal: null);
        if (group.IsInternal || !group.IsManagedBy(request.Actor))
        {
            return changed with { IsForbidden = true };
        }

        if (await FindRefusalAsync(request, group, user, changed.Name, cancellationToken) is { } refusal)
        {
            return changed with { Refusal = refusal };
        }

        memberships.Note(group, UserName.Of(user), request.IsRestore ? GroupLogType.Join : GroupLogType.Removed, isAccepted: true, UserName.Of(request.Actor));
        await db.SaveChangesAsync(cancellationToken);
        await memberships.SettleAsync([new Membership(user.User, group.Id)], cancellationToken);
        await signals.MembershipsChangedAsync([user.User], cancellationToken);
        return changed;
    }

    private async Task<Refusal?> FindRefusalAsync(ChangeMemberRequest request, GroupRules group, AccessSnapshot user, string name, CancellationToken cancellationToken)
    {
        if (!request.IsRestore)
        {
            return user.IsIn(group.Id) ? null : new Refusal("groupmanagement.member.notmember", name, group.Name);
        }

        var last = await db.Log.AsNoTracking()
            .Where(l => l.GroupId == group.Id && l.UserId == user.User)
            .OrderByDescending(l => l.Id)
            .FirstOrDefaultAsync(cancellationToken);
        return last is { Type: GroupLogType.Removed } && last.IsFreshFor(request.Actor.User, clock.GetUtcNow())
            ? group.FindGrantRefusal(isLeave: false, user.State, user.StateName)
            : new Refusal("groupmanagement.member.toolate", name);
    }
}
