using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Domain;

/// <summary>A named set of users that carries permissions. What makes it self-service is not kept here.</summary>
internal sealed class Group(string name)
{
    public const int NameLength = 150;

    public GroupId Id { get; private set; }

    public string Name { get; set; } = name;
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
