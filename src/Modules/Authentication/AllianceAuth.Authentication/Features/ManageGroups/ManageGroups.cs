using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ManageGroups;

internal sealed class CreateGroupHandler(AuthenticationDb db, TimeProvider clock) : IRequestHandler<CreateGroup, GroupId>
{
    public async Task<GroupId> Handle(CreateGroup request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldGroupsAsync(cancellationToken);
        var name = await db.FindFreeGroupNameAsync(request.Name, bearer: null, cancellationToken);
        var group = await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Name == name, cancellationToken);
        if (group is null)
        {
            group = await db.AddGroupAsync(name, clock.GetUtcNow(), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return group.Id;
    }
}

internal sealed class AddGroupHandler(AuthenticationDb db, TimeProvider clock) : IRequestHandler<AddGroup, AddedGroup>
{
    public async Task<AddedGroup> Handle(AddGroup request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldGroupsAsync(cancellationToken);
        var name = request.Name.Trim();
        if (await db.JudgeGroupNameAsync(name, bearer: null, cancellationToken) is { } refusal)
        {
            return new AddedGroup(null, refusal);
        }

        var group = await db.AddGroupAsync(name, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AddedGroup(group.Id, null);
    }
}

internal static class GroupAdding
{
    extension(AuthenticationDb db)
    {
        public async Task<Group> AddGroupAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var group = new Group(name);
            db.Groups.Add(group);
            await db.SaveChangesAsync(cancellationToken);
            db.Raise(new GroupCreated(Guid.CreateVersion7(), now, group.Id));
            await db.SaveChangesAsync(cancellationToken);
            return group;
        }
    }
}

internal sealed class JudgeGroupNameHandler(AuthenticationDb db) : IRequestHandler<JudgeGroupName, Refusal?>
{
    public Task<Refusal?> Handle(JudgeGroupName request, CancellationToken cancellationToken) =>
        db.JudgeGroupNameAsync(request.Name.Trim(), request.Group, cancellationToken);
}

internal sealed class RenameGroupHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<RenameGroup, bool>
{
    public async Task<bool> Handle(RenameGroup request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldGroupsAsync(cancellationToken);
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Id == request.Group, cancellationToken);
        if (group is null)
        {
            return false;
        }

        var name = await db.FindFreeGroupNameAsync(request.Name, request.Group, cancellationToken);
        if (await db.Groups.AnyAsync(g => g.Name == name && g.Id != request.Group, cancellationToken))
        {
            return false;
        }

        if (group.Name == name)
        {
            return true;
        }

        group.Name = name;
        db.Raise(new GroupRenamed(Guid.CreateVersion7(), clock.GetUtcNow(), group.Id));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return true;
    }
}

internal sealed class RestrictGroupHandler(AuthenticationDb db, TimeProvider clock) : IRequestHandler<RestrictGroup, Unit>
{
    public async Task<Unit> Handle(RestrictGroup request, CancellationToken cancellationToken)
    {
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Id == request.Group, cancellationToken);
        if (group is not null && group.IsRestricted != request.IsRestricted)
        {
            var trail = new ChangeTrail(db, "groupmanagement", "group", request.Actor, clock.GetUtcNow());
            trail.Note("authentication.audit.restricted", group.IsRestricted, request.IsRestricted);
            trail.Record(group.Id, group.Name);
            group.IsRestricted = request.IsRestricted;
            await db.SaveChangesAsync(cancellationToken);
        }

        return Unit.Value;
    }
}

internal sealed class DeleteGroupHandler(AuthenticationDb db, AccessReader access, MemberCounter counter, TimeProvider clock) : IRequestHandler<DeleteGroup, Unit>
{
    public async Task<Unit> Handle(DeleteGroup request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldGroupsAsync(cancellationToken);
        var members = await db.Database.SqlQuery<int>(
            $"DELETE FROM authentication.group_members WHERE group_id = {request.Group.Value} RETURNING user_id AS \"Value\"").ToListAsync(cancellationToken);
        var name = await db.Groups.Where(g => g.Id == request.Group).Select(g => g.Name).SingleOrDefaultAsync(cancellationToken);
        if (name is null)
        {
            return Unit.Value;
        }

        if (request.Actor is { } actor)
        {
            var trail = new ChangeTrail(db, "groupmanagement", "group", actor, now);
            trail.NoteList("authentication.audit.permissions", await db.GroupPermissions.Where(p => p.GroupId == request.Group).Select(p => p.Permission).ToListAsync(cancellationToken), []);
            trail.Note("authentication.audit.groupmembers", members.Count, 0);
            trail.Record(request.Group, name, ChangeKind.Deleted);
        }

        await db.Groups.Where(g => g.Id == request.Group).ExecuteDeleteAsync(cancellationToken);

        foreach (var batch in members.Chunk(StateDecisions.BatchSize))
        {
            db.Raise(new GroupMembershipChanged(Guid.CreateVersion7(), now, [.. batch.Select(id => new UserId(id))], [request.Group]));
        }

        db.Raise(new GroupDeleted(Guid.CreateVersion7(), now, request.Group));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        counter.Drop([request.Group]);
        await access.DropAllAsync(cancellationToken);
        return Unit.Value;
    }
}

internal sealed class SetGroupPermissionsHandler(AuthenticationDb db, AccessReader access, PermissionCatalog catalog, TimeProvider clock) : IRequestHandler<SetGroupPermissions, Unit>
{
    public async Task<Unit> Handle(SetGroupPermissions request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldGroupsAsync(cancellationToken);
        if (!await db.Groups.AnyAsync(g => g.Id == request.Group, cancellationToken))
        {
            return Unit.Value;
        }

        var before = await db.GroupPermissions.Where(p => p.GroupId == request.Group).ToListAsync(cancellationToken);
        var wanted = catalog.Decide(request.Permissions, before.Select(p => p.Permission));
        var gone = before.Where(p => !wanted.Contains(p.Permission)).ToList();
        var added = wanted.Except(before.Select(p => p.Permission), StringComparer.Ordinal).ToList();
        if (gone.Count == 0 && added.Count == 0)
        {
            return Unit.Value;
        }

        db.GroupPermissions.RemoveRange(gone);
        db.GroupPermissions.AddRange(added.Select(name => new GroupPermission(request.Group, name)));
        var trail = new ChangeTrail(db, "groupmanagement", "group", request.Actor, now);
        trail.NoteList("authentication.audit.permissions", gone.Select(p => p.Permission), added);
        trail.Record(request.Group, await db.Groups.Where(g => g.Id == request.Group).Select(g => g.Name).SingleAsync(cancellationToken));
        db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, User: null, State: null, request.Group));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return Unit.Value;
    }
}
