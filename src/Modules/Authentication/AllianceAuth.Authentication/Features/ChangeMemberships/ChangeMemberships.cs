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
