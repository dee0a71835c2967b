using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;

/// <summary>A group of ours is gone, and its mappings with it. Its members' accounts are marked as they lose it.</summary>
internal sealed class ForgetDeletedGroup(ServicesDb db) : INotificationHandler<GroupDeleted>
{
    public Task Handle(GroupDeleted notification, CancellationToken cancellationToken) =>
        db.TeamSpeakMappings.Where(m => m.GroupId == notification.Group).ExecuteDeleteAsync(cancellationToken);
}

/// <summary>A group of ours has another name, and its mappings are found by it.</summary>
internal sealed class FollowGroupName(ServicesDb db, IMediator mediator) : INotificationHandler<GroupRenamed>
{
    public async Task Handle(GroupRenamed notification, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindGroups([notification.Group]), cancellationToken) is [var group])
        {
            await db.TeamSpeakMappings.Where(m => m.GroupId == notification.Group).ExecuteUpdateAsync(m => m.SetProperty(x => x.GroupName, group.Name), cancellationToken);
        }
    }
}
