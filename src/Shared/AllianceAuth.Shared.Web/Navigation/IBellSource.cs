using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>Fills the bell of the top bar. Implemented by Notifications.</summary>
public interface IBellSource
{
    /// <summary>How many notifications the user has not read, and the newest few.</summary>
    ValueTask<BellView> FindAsync(UserId user, CancellationToken cancellationToken);
}

/// <summary>What the bell shows.</summary>
/// <param name="Unread">How many are not read yet.</param>
/// <param name="Latest">The newest, newest first; at most five are shown.</param>
/// <param name="ListPath">Local address of the whole list.</param>
public sealed record BellView(int Unread, IReadOnlyList<BellEntry> Latest, string ListPath)
{
    /// <summary>Address that answers with <c>BellUpdate</c>; null to leave the number as it is.</summary>
    public string? CountPath { get; init; }

    /// <summary>Topic of the signal that tells that the number changed.</summary>
    public string? Topic { get; init; }

    /// <summary>Seconds between two questions at the count path while no signals can be heard and the page is visible; 0 never asks by the clock.</summary>
    public int PollSeconds { get; init; }
}

/// <summary>One notification in the bell.</summary>
/// <param name="Tone">Its level.</param>
/// <param name="Title">One line in the user's language.</param>
/// <param name="Href">Local address.</param>
/// <param name="At">UTC, when it came.</param>
/// <param name="IsRead">Whether it was opened already.</param>
public sealed record BellEntry(Kit.Tone Tone, string Title, string Href, DateTimeOffset At, bool IsRead);
