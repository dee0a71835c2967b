using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Domain;

/// <summary>A user asks to join a group, or to leave it; its leaders decide.</summary>
internal sealed class GroupRequest(GroupId groupId, UserId userId, bool isLeave, DateTimeOffset createdAt)
{
    public int Id { get; private set; }

    public GroupId GroupId { get; private set; } = groupId;

    public UserId UserId { get; private set; } = userId;

    public bool IsLeave { get; private set; } = isLeave;

    /// <summary>UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; } = createdAt;
}
