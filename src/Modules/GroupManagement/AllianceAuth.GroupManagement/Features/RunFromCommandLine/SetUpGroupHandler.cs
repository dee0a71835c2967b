using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.RunFromCommandLine;

internal sealed class SetUpGroupHandler(GroupManagementDb db, GroupBook book, IMediator mediator) : IRequestHandler<SetUpGroup, GroupId>
{
    public async Task<GroupId> Handle(SetUpGroup request, CancellationToken cancellationToken)
    {
        var groups = await mediator.Send(new FindGroups(null), cancellationToken);
        if (groups.FirstOrDefault(g => g.Name == request.Name) is { } known)
        {
            return known.Group;
        }

        var states = await mediator.Send(new FindStates(), cancellationToken);
        var id = await mediator.Send(new CreateGroup(request.Name), cancellationToken);
        await db.EnsureGroupAsync(id, cancellationToken);
        var group = await db.Groups.SingleAsync(g => g.Id == id, cancellationToken);
        (group.IsInternal, group.IsHidden, group.IsOpen, group.IsPublic) = (false, request.IsHidden, request.IsOpen, request.IsPublic);
        group.Description = request.Description;
        group.States = [.. states.Where(s => request.States.Contains(s.Name)).Select(s => s.State.Value)];
        group.LeaderGroups = [.. groups.Where(g => request.LeaderGroups.Contains(g.Name)).Select(g => g.Group.Value)];
        await db.SaveChangesAsync(cancellationToken);
        await mediator.Send(new RestrictGroup(id, request.IsRestricted, Actor: null), cancellationToken);
        await mediator.Send(new SetGroupPermissions(id, request.Permissions, Actor: null), cancellationToken);
        await book.DropAsync(cancellationToken);
        return id;
    }
}
