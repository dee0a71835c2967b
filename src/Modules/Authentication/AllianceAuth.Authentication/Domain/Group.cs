using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Domain;

/// <summary>A named set of users that carries permissions. What makes it self-service is not kept here.</summary>
internal sealed class Group(string name)
{
    public const int NameLength = 150;

    public GroupId Id { get; private set; }

    public string Name { get; set; } = name;

    /// <summary>Only superusers put users in, or take them out, by hand. Here because memberships are ours to guard. ADM-006.</summary>
    public bool IsRestricted { get; set; }
}

/// <summary>A name no group may bear: a role at Discord or TeamSpeak that is not ours to touch. GRP-009.</summary>
internal sealed class ReservedGroupName(string name, string reason, string createdBy, DateTimeOffset createdAt)
{
    public const int ReasonLength = 500;

    /// <summary>How a name is kept and compared, whatever the admin's language.</summary>
#pragma warning disable CA1308 // In lower case, as the original keeps it.
    public static string SpellingOf(string name) => name.Trim().ToLowerInvariant();
#pragma warning restore CA1308

    public int Id { get; private set; }

    /// <summary>In lower case. GRP-008.</summary>
    public string Name { get; set; } = name;

    public string Reason { get; set; } = reason;

    /// <summary>Login name; the user may be gone by now.</summary>
    public string CreatedBy { get; private set; } = createdBy;

    public DateTimeOffset CreatedAt { get; private set; } = createdAt;
}

/// <summary>A user in a group.</summary>
internal sealed class GroupMember(GroupId groupId, UserId userId, DateTimeOffset since)
{
    public GroupId GroupId { get; private set; } = groupId;

    public UserId UserId { get; private set; } = userId;

    public DateTimeOffset Since { get; private set; } = since;
}

/// <summary>A permission that everybody in a group holds.</summary>
internal sealed class GroupPermission(GroupId groupId, string permission)
{
    public GroupId GroupId { get; private set; } = groupId;

    public string Permission { get; private set; } = permission;
}

/// <summary>A permission granted to one user directly.</summary>
internal sealed class UserPermission(UserId userId, string permission)
{
    public UserId UserId { get; private set; } = userId;

    public string Permission { get; private set; } = permission;
}
