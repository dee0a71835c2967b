using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using MediatR;

namespace AllianceAuth.GroupManagement.Features.SettleMemberships;

/// <summary>Whoever decided has carried it out already; this makes up for a node that died in between.</summary>
internal sealed class SettleDecidedMembership(Memberships memberships) : INotificationHandler<GroupMembershipDecided>
{
    public Task Handle(GroupMembershipDecided notification, CancellationToken cancellationToken) =>
        memberships.SettleAsync([new Membership(notification.User, notification.Group)], cancellationToken);
}
