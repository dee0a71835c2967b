using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Notifications.Contracts;

/// <summary>
/// Tells users something. Stored as a text key with its arguments, so that each reads it in their own language (I18N-022).
/// Sending the same id to the same user again changes nothing, so event handlers may repeat it.
/// </summary>
/// <param name="Id">Identifies the notice; derive it from the event that causes it.</param>
/// <param name="Users">Who is told; one statement for any number.</param>
/// <param name="Level">How it is meant.</param>
/// <param name="Title">Text key of the title, its first part the module: <c>authentication.notice.state.title</c>.</param>
/// <param name="Message">Text key of the message; empty for the same as the title.</param>
/// <param name="Arguments">Values for the placeholders of both.</param>
public sealed record Notify(
    Guid Id,
    IReadOnlyList<UserId> Users,
    NotificationLevel Level,
    string Title,
    string Message,
    params IReadOnlyList<string> Arguments) : IRequest
{
    /// <summary>Local address where the one thing to do about it is, for example <c>/services/</c>; null for none.</summary>
    public string? Address { get; init; }
}

/// <summary>How a notification is meant.</summary>
public enum NotificationLevel
{
    /// <summary>Lost or failed.</summary>
    Danger = 0,

    /// <summary>Look at this.</summary>
    Warning = 1,

    /// <summary>For your information.</summary>
    Info = 2,

    /// <summary>Done.</summary>
    Success = 3,
}
