using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Tells users of a smart group, by its name.</summary>
internal sealed class SmartNotices(IMediator mediator)
{
    /// <param name="id">The event that is told of: nobody hears of it twice.</param>
    /// <param name="users">Who hears of it.</param>
    /// <param name="group">Which group.</param>
    /// <param name="level">How urgent.</param>
    /// <param name="text">Text key; <c>.title</c> and <c>.message</c> come behind it.</param>
    /// <param name="more">Second argument of the texts, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task TellAsync(
        Guid id, IReadOnlyList<UserId> users, GroupId group, NotificationLevel level, string text, string? more, CancellationToken cancellationToken)
    {
        if (users.Count > 0 && await mediator.Send(new FindGroups([group]), cancellationToken) is [var info])
        {
            IReadOnlyList<string> arguments = more is null ? [info.Name] : [info.Name, more];
            await mediator.Send(new Notify(id, users, level, $"{text}.title", $"{text}.message", arguments), cancellationToken);
        }
    }
}
