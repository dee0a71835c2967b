using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class GroupManagementPermissions
{
    public const string RequestGroups = "groupmanagement.request_groups";
    public const string ManageAll = "auth.group_management";

    public const string ViewSmartGroup = "groupmanagement.view_smartgroup";
    public const string AddSmartGroup = "groupmanagement.add_smartgroup";
    public const string ChangeSmartGroup = "groupmanagement.change_smartgroup";
    public const string DeleteSmartGroup = "groupmanagement.delete_smartgroup";
    public const string ViewAutogroups = "eve_autogroups.view_autogroupsconfig";
    public const string AddAutogroups = "eve_autogroups.add_autogroupsconfig";
    public const string ChangeAutogroups = "eve_autogroups.change_autogroupsconfig";
    public const string DeleteAutogroups = "eve_autogroups.delete_autogroupsconfig";

    public const string ViewAuthGroup = "auth.view_group";
    public const string AddAuthGroup = "auth.add_group";
    public const string ChangeAuthGroup = "auth.change_group";
    public const string DeleteAuthGroup = "auth.delete_group";
    public const string ViewGroup = "groupmanagement.view_group";
    public const string AddGroup = "groupmanagement.add_group";
    public const string ChangeGroup = "groupmanagement.change_group";
    public const string DeleteGroup = "groupmanagement.delete_group";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        new(RequestGroups, "Can request non-public groups") { Model = "authgroup" },
        .. PermissionDeclaration.Standard("groupmanagement", "group"),
        .. PermissionDeclaration.Standard("groupmanagement", "grouprequest"),
        .. PermissionDeclaration.Standard("groupmanagement", "requestlog"),
        .. PermissionDeclaration.Standard("groupmanagement", "reservedgroupname"),
        .. PermissionDeclaration.Standard("groupmanagement", "smartgroup"),
        .. PermissionDeclaration.Standard("eve_autogroups", "autogroupsconfig"),
        .. PermissionDeclaration.Standard("eve_autogroups", "managedcorpgroup"),
        .. PermissionDeclaration.Standard("eve_autogroups", "managedalliancegroup"),
    ];
}
