using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class GroupManagementPermissions
{
    public const string RequestGroups = "groupmanagement.request_groups";
    public const string ManageAll = "auth.group_management";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        new(RequestGroups, "Can request non-public groups") { Model = "authgroup" },
        .. PermissionDeclaration.Standard("groupmanagement", "group"),
        .. PermissionDeclaration.Standard("groupmanagement", "grouprequest"),
        .. PermissionDeclaration.Standard("groupmanagement", "requestlog"),
        .. PermissionDeclaration.Standard("groupmanagement", "reservedgroupname"),
        .. PermissionDeclaration.Standard("eve_autogroups", "autogroupsconfig"),
        .. PermissionDeclaration.Standard("eve_autogroups", "managedcorpgroup"),
        .. PermissionDeclaration.Standard("eve_autogroups", "managedalliancegroup"),
    ];
}
