using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.PreviewAccess;

internal sealed class PreviewMembershipsHandler(AccessForecast forecast) : IRequestHandler<PreviewMemberships, AccessDifference>
{
    public Task<AccessDifference> Handle(PreviewMemberships request, CancellationToken cancellationToken) =>
        forecast.OfMembershipsAsync(request.Joins, request.Leaves, request.Listing, cancellationToken);
}

internal sealed class PreviewGroupHandler(AuthenticationDb db, AccessForecast forecast, PermissionCatalog catalog) : IRequestHandler<PreviewGroup, AccessDifference>
{
    public async Task<AccessDifference> Handle(PreviewGroup request, CancellationToken cancellationToken)
    {
        var held = await db.GroupPermissions.Where(p => p.GroupId == request.Group).Select(p => p.Permission).ToListAsync(cancellationToken);
        return await forecast.OfGroupAsync(request with { Permissions = [.. catalog.Decide(request.Permissions, held)] }, cancellationToken);
    }
}

/// <returns>No difference at all when there is no such state.</returns>
internal sealed class PreviewStatePermissionsHandler(AuthenticationDb db, AccessForecast forecast, PermissionCatalog catalog) : IRequestHandler<PreviewStatePermissions, AccessDifference>
{
    public async Task<AccessDifference> Handle(PreviewStatePermissions request, CancellationToken cancellationToken)
    {
        var state = await db.States.AsNoTracking().Include(s => s.Members).Include(s => s.Permissions).AsSplitQuery()
            .SingleOrDefaultAsync(s => s.Id == request.State, cancellationToken);
        if (state is null)
        {
            return new AccessDifference(0, 0, 0, await db.Users.CountAsync(cancellationToken));
        }

        var wanted = WantedState.Of(state) with { Permissions = catalog.Decide(request.Permissions, [.. state.Permissions.Select(p => p.Permission)]) };
        return await forecast.OfStateAsync(wanted, request.Listing, cancellationToken);
    }
}
