using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using MediatR;

namespace AllianceAuth.Authentication.Features.ChangeMemberships;

internal sealed class AddToGroupsHandler(MembershipChange change) : IRequestHandler<AddToGroups, Unit>
{
    public async Task<Unit> Handle(AddToGroups request, CancellationToken cancellationToken)
    {
        await change.AddAsync(request.Memberships, request.Actor, request.Cause, cancellationToken);
        return Unit.Value;
    }
}

internal sealed class RemoveFromGroupsHandler(MembershipChange change) : IRequestHandler<RemoveFromGroups, Unit>
{
    public async Task<Unit> Handle(RemoveFromGroups request, CancellationToken cancellationToken)
    {
        await change.RemoveAsync(request.Memberships, request.Actor, request.Cause, cancellationToken);
        return Unit.Value;
    }
}

internal sealed class RemoveOutsideStatesHandler(MembershipChange change) : IRequestHandler<RemoveOutsideStates, IReadOnlyList<Membership>>
{
    // The state is read where the membership goes, in one statement: nobody loses a group for a state they have no more.
    private const string Rows = """
        DELETE FROM authentication.group_members m
        USING authentication.users u
        WHERE m.group_id = ANY ({1}) AND u.id = m.user_id
          AND ({2} OR (m.user_id = ANY ({3}) AND u.is_active))
          AND NOT EXISTS (SELECT 1 FROM unnest({4}, {5}) AS admitted(group_id, state) WHERE admitted.group_id = m.group_id AND admitted.state = u.state)
        RETURNING m.user_id, m.group_id
        """;

    public Task<IReadOnlyList<Membership>> Handle(RemoveOutsideStates request, CancellationToken cancellationToken)
    {
        // A group that names no state admits all.
        List<GroupStates> choosy = [.. request.Groups.Where(g => g.States.Count > 0)];
        if (choosy.Count == 0 || request.Users is { Count: 0 })
        {
            return Task.FromResult<IReadOnlyList<Membership>>([]);
        }

        return change.RemoveWhereAsync(
            Rows,
            request.Actor,
            request.Cause,
            cancellationToken,
            choosy.Select(g => g.Group.Value).ToArray(),
            request.Users is null,
            (request.Users ?? []).Select(u => u.Value).ToArray(),
            choosy.SelectMany(g => g.States.Select(_ => g.Group.Value)).ToArray(),
            choosy.SelectMany(g => g.States.Select(s => s.Value)).ToArray());
    }
}

internal sealed class RemoveWithoutPermissionHandler(MembershipChange change) : IRequestHandler<RemoveWithoutPermission, IReadOnlyList<Membership>>
{
    private const string Rows = """
        DELETE FROM authentication.group_members m
        USING authentication.users u
        WHERE m.group_id = ANY ({1}) AND u.id = m.user_id AND u.is_active AND NOT u.is_superuser
          AND ({2} OR m.user_id = ANY ({3}))
          AND NOT EXISTS (SELECT 1 FROM authentication.user_permissions p WHERE p.user_id = u.id AND p.permission = {4})
          AND NOT EXISTS (SELECT 1 FROM authentication.state_permissions p WHERE p.state_id = u.state AND p.permission = {4})
          AND NOT EXISTS (
              SELECT 1 FROM authentication.group_members o JOIN authentication.group_permissions p ON p.group_id = o.group_id
              WHERE o.user_id = u.id AND p.permission = {4})
        RETURNING m.user_id, m.group_id
        """;

    public Task<IReadOnlyList<Membership>> Handle(RemoveWithoutPermission request, CancellationToken cancellationToken) =>
        request.Groups.Count == 0 || request.Users is { Count: 0 }
            ? Task.FromResult<IReadOnlyList<Membership>>([])
            : change.RemoveWhereAsync(
                Rows,
                actor: null,
                request.Cause,
                cancellationToken,
                request.Groups.Select(g => g.Value).ToArray(),
                request.Users is null,
                (request.Users ?? []).Select(u => u.Value).ToArray(),
                request.Permission);
}
