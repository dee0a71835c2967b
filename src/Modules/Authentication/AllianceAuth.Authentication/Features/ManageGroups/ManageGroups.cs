using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ManageGroups;

internal sealed class CreateGroupHandler(AuthenticationDb db) : IRequestHandler<CreateGroup, GroupId>
{
    public async Task<GroupId> Handle(CreateGroup request, CancellationToken cancellationToken)
    {
        // Two at once: the second waits for the first and finds its group.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO authentication.groups (name) VALUES ({request.Name}) ON CONFLICT (name) DO NOTHING", cancellationToken);
        return await db.Groups.Where(g => g.Name == request.Name).Select(g => g.Id).SingleAsync(cancellationToken);
    }
}

internal sealed class RenameGroupHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<RenameGroup, bool>
{
    public async Task<bool> Handle(RenameGroup request, CancellationToken cancellationToken)
    {
        var group = await db.Groups.SingleOrDefaultAsync(g => g.Id == request.Group, cancellationToken);
        if (group is null || await db.Groups.AnyAsync(g => g.Name == request.Name && g.Id != request.Group, cancellationToken))
        {
            return false;
        }

        group.Name = request.Name;
        db.Raise(new GroupRenamed(Guid.CreateVersion7(), clock.GetUtcNow(), group.Id));
        await db.SaveChangesAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return true;
    }
}

internal sealed class DeleteGroupHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<DeleteGroup, Unit>
{
    public async Task<Unit> Handle(DeleteGroup request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var members = await db.Database.SqlQuery<int>(
            $"DELETE FROM authentication.group_members WHERE group_id = {request.Group.Value} RETURNING user_id AS \"Value\"").ToListAsync(cancellationToken);
        if (await db.Groups.Where(g => g.Id == request.Group).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return Unit.Value;
        }

        foreach (var batch in members.Chunk(StateDecisions.BatchSize))
        {
            db.Raise(new GroupMembershipChanged(Guid.CreateVersion7(), now, [.. batch.Select(id => new UserId(id))]));
        }

        db.Raise(new GroupDeleted(Guid.CreateVersion7(), now, request.Group));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return Unit.Value;
    }
}

internal sealed class SetGroupPermissionsHandler(AuthenticationDb db, AccessReader access, PermissionCatalog catalog, TimeProvider clock) : IRequestHandler<SetGroupPermissions, Unit>
{
    public async Task<Unit> Handle(SetGroupPermissions request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = await db.GroupPermissions.Where(p => p.GroupId == request.Group).ToListAsync(cancellationToken);
        var wanted = catalog.Grantable(request.Permissions, [.. before.Select(p => p.Permission)]);
        var gone = before.Where(p => !wanted.Contains(p.Permission)).ToList();
        var added = wanted.Except(before.Select(p => p.Permission), StringComparer.Ordinal).ToList();
        if (gone.Count == 0 && added.Count == 0)
        {
            return Unit.Value;
        }

        db.GroupPermissions.RemoveRange(gone);
        db.GroupPermissions.AddRange(added.Select(name => new GroupPermission(request.Group, name)));
        db.Audit.Add(new AuditEntry(
            AuditSubject.Group, request.Group.Value, "authentication.audit.permissions", Words(gone.Select(p => p.Permission)), Words(added), request.Actor, now));
        db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, User: null, State: null, request.Group));
        await db.SaveChangesAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return Unit.Value;
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
