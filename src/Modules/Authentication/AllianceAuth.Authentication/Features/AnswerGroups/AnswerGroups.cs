using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerGroups;

internal sealed class FindGroupsHandler(AuthenticationDb db, MemberCounter counter) : IRequestHandler<FindGroups, IReadOnlyList<GroupInfo>>
{
    public async Task<IReadOnlyList<GroupInfo>> Handle(FindGroups request, CancellationToken cancellationToken)
    {
        if (request.Groups is { Count: 0 })
        {
            return [];
        }

        var asked = db.Groups.AsNoTracking();
        if (request.Groups is { } some)
        {
            asked = asked.Where(g => some.Contains(g.Id));
        }

        var groups = await asked.OrderBy(g => g.Name).ToListAsync(cancellationToken);
        var counts = await counter.CountAsync([.. groups.Select(g => g.Id)], cancellationToken);
        return [.. groups.Select(g => new GroupInfo(g.Id, g.Name, counts.GetValueOrDefault(g.Id), g.IsRestricted))];
    }
}

internal sealed class CountMembersHandler(MemberCounter counter) : IRequestHandler<CountMembers, IReadOnlyDictionary<GroupId, int>>
{
    public Task<IReadOnlyDictionary<GroupId, int>> Handle(CountMembers request, CancellationToken cancellationToken) => counter.CountAsync(request.Groups, cancellationToken);
}

internal sealed class FindGroupPermissionsHandler(AuthenticationDb db) : IRequestHandler<FindGroupPermissions, IReadOnlyDictionary<GroupId, IReadOnlyList<string>>>
{
    public async Task<IReadOnlyDictionary<GroupId, IReadOnlyList<string>>> Handle(FindGroupPermissions request, CancellationToken cancellationToken)
    {
        var grants = await db.GroupPermissions.AsNoTracking().Where(p => request.Groups.Contains(p.GroupId)).OrderBy(p => p.Permission).ToListAsync(cancellationToken);
        return grants.GroupBy(p => p.GroupId).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(p => p.Permission)]);
    }
}

internal sealed class FindMembersOfHandler(AuthenticationDb db) : IRequestHandler<FindMembersOf, IReadOnlyList<Membership>>
{
    public async Task<IReadOnlyList<Membership>> Handle(FindMembersOf request, CancellationToken cancellationToken)
    {
        if (request.Groups.Count == 0)
        {
            return [];
        }

        var members = await db.GroupMembers.AsNoTracking()
            .Where(m => request.Groups.Contains(m.GroupId))
            .Select(m => new { m.UserId, m.GroupId })
            .ToListAsync(cancellationToken);
        return [.. members.Select(m => new Membership(m.UserId, m.GroupId))];
    }
}

internal sealed class ListGroupMembersHandler(AuthenticationDb db) : IRequestHandler<ListGroupMembers, GroupMemberPage>
{
    public async Task<GroupMemberPage> Handle(ListGroupMembers request, CancellationToken cancellationToken)
    {
        var members = db.GroupMembers.AsNoTracking()
            .Where(m => m.GroupId == request.Group)
            .Join(db.Users, m => m.UserId, u => u.Id, (m, u) => new Joined { User = u, Since = m.Since })
            .Join(db.States, j => j.User.State, s => s.Id, (j, s) => new Joined { User = j.User, Since = j.Since, State = s.Name });
        if (request.Search is { Length: > 0 } text)
        {
            var pattern = LikePattern.Containing(text);
            members = members.Where(m => EF.Functions.ILike(m.User.UserName, pattern, LikePattern.Escape)
                || EF.Functions.ILike(m.User.MainName!, pattern, LikePattern.Escape)
                || EF.Functions.ILike(m.User.MainCorporationName!, pattern, LikePattern.Escape));
        }

        // Without a search nobody else need be looked at to count them.
        var counted = request.Search is { Length: > 0 } ? members.Select(m => m.User.Id) : db.GroupMembers.Where(m => m.GroupId == request.Group).Select(m => m.UserId);
        var rows = await Sorted(members, request.Sort, request.Descending)
            .Skip(request.Skip).Take(request.Take)
            .Select(m => new { m.User, m.Since, m.State, Total = counted.Count() })
            .ToListAsync(cancellationToken);

        // A page behind the last has no row to hold the total.
        var total = rows.Count > 0 ? rows[0].Total : request.Skip > 0 ? await counted.CountAsync(cancellationToken) : 0;
        return new GroupMemberPage([.. rows.Select(r => new GroupMemberInfo(r.User.Id, r.User.UserName, r.User.Main, r.State, r.Since))], total);
    }

    private static IQueryable<Joined> Sorted(IQueryable<Joined> members, GroupMemberSort sort, bool descending) => (sort, descending) switch
    {
        (GroupMemberSort.Corporation, false) => members.OrderBy(m => m.User.MainCorporationName).ThenBy(m => m.User.ShownName).ThenBy(m => m.User.Id),
        (GroupMemberSort.Corporation, true) => members.OrderByDescending(m => m.User.MainCorporationName).ThenBy(m => m.User.ShownName).ThenBy(m => m.User.Id),
        (GroupMemberSort.State, false) => members.OrderBy(m => m.State).ThenBy(m => m.User.ShownName).ThenBy(m => m.User.Id),
        (GroupMemberSort.State, true) => members.OrderByDescending(m => m.State).ThenBy(m => m.User.ShownName).ThenBy(m => m.User.Id),
        (GroupMemberSort.Since, false) => members.OrderBy(m => m.Since).ThenBy(m => m.User.Id),
        (GroupMemberSort.Since, true) => members.OrderByDescending(m => m.Since).ThenBy(m => m.User.Id),
        (_, true) => members.OrderByDescending(m => m.User.ShownName).ThenByDescending(m => m.User.Id),
        _ => members.OrderBy(m => m.User.ShownName).ThenBy(m => m.User.Id),
    };

    private sealed class Joined
    {
        public required User User { get; init; }

        public DateTimeOffset Since { get; init; }

        public string State { get; init; } = "";
    }
}
