using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerAccess;

/// <summary>One user comes from the cache; many are read anew, for those who ask for many act on what is true now.</summary>
internal sealed class AccessOfHandler(AccessReader access) : IRequestHandler<AccessOf, IReadOnlyList<AccessSnapshot>>
{
    public async Task<IReadOnlyList<AccessSnapshot>> Handle(AccessOf request, CancellationToken cancellationToken)
    {
        switch (request.Users.Count)
        {
            case 0:
                return [];
            case 1 when !request.IsFresh:
                return await access.FindAsync(request.Users[0], cancellationToken) is { } entry ? [entry.Snapshot] : [];
            default:
                return [.. (await access.ReadAsync(request.Users, cancellationToken)).Select(entry => entry.Snapshot)];
        }
    }
}

/// <summary>Whoever the session names.</summary>
internal sealed class CurrentUser(IHttpContextAccessor http, AccessReader access) : ICurrentUser
{
    public async ValueTask<AccessSnapshot?> FindAsync(CancellationToken cancellationToken) =>
        http.HttpContext?.User.FindUserId() is { } user ? (await access.FindAsync(user, cancellationToken))?.Snapshot : null;
}

internal sealed class FindOwnersHandler(AuthenticationDb db) : IRequestHandler<FindOwners, IReadOnlyDictionary<long, UserId>>
{
    public async Task<IReadOnlyDictionary<long, UserId>> Handle(FindOwners request, CancellationToken cancellationToken) =>
        await db.Ownerships.AsNoTracking()
            .Where(o => request.Characters.Contains(o.CharacterId))
            .ToDictionaryAsync(o => o.CharacterId, o => o.UserId, cancellationToken);
}

internal sealed class FindUsersWithPermissionHandler(AuthenticationDb db) : IRequestHandler<FindUsersWithPermission, IReadOnlyList<UserId>>
{
    public async Task<IReadOnlyList<UserId>> Handle(FindUsersWithPermission request, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking()
            .Where(u => u.IsActive && (u.IsSuperuser
                || db.UserPermissions.Any(p => p.UserId == u.Id && p.Permission == request.Permission)
                || db.StatePermissions.Any(p => p.StateId == u.State && p.Permission == request.Permission)
                || db.GroupMembers.Any(m => m.UserId == u.Id && db.GroupPermissions.Any(p => p.GroupId == m.GroupId && p.Permission == request.Permission))))
            .OrderBy(u => u.Id)
            .Select(u => u.Id)
            .ToListAsync(cancellationToken);
}
