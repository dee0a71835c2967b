using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Domain;

/// <summary>A user about whom something changed and who is not looked at again yet. Many events about one user are one row, and one look.</summary>
internal sealed class ChangedUser(UserId userId)
{
    public UserId UserId { get; private set; } = userId;

    /// <summary>How often something changed; a look removes only what it has seen.</summary>
    public int Times { get; private set; } = 1;
}
