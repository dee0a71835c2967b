using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class AuthenticationPermissions
{
    public const string ViewState = "authentication.view_state";
    public const string AddState = "authentication.add_state";
    public const string ChangeState = "authentication.change_state";
    public const string DeleteState = "authentication.delete_state";
    public const string ViewUser = "auth.view_user";
    public const string ChangeUser = "auth.change_user";
    public const string DeleteUser = "auth.delete_user";
    public const string Audit = "permissions_tool.audit_permissions";
    public const string ChangeProfile = "authentication.change_userprofile";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        .. PermissionDeclaration.Standard("authentication", "state"),
        .. PermissionDeclaration.Standard("authentication", "user"),
        .. PermissionDeclaration.Standard("authentication", "permission"),
        .. PermissionDeclaration.Standard("auth", "user"),
        .. PermissionDeclaration.Standard("auth", "group"),
        .. PermissionDeclaration.Standard("auth", "permission"),
        .. PermissionDeclaration.Standard("permissions_tool", "permissionstool"),
        new(Audit, "Can audit permissions") { Model = "permissionstool" },
        new(ChangeProfile, "Can change user profile") { Model = "userprofile" },
        new("authentication.view_characterownership", "Can view character ownership") { Model = "characterownership" },
        new("authentication.change_characterownership", "Can change character ownership") { Model = "characterownership" },
        new("authentication.delete_characterownership", "Can delete character ownership") { Model = "characterownership" },
        .. PermissionDeclaration.Standard("authentication", "ownershiprecord"),
        new("auth.group_management", "Can manage groups and decide their requests") { Model = "user" },
        new("auth.logging_notifications", "Receives errors of the site as notifications") { Model = "user" },
        new("auth.jabber_broadcast", "Can broadcast to groups they are in") { Model = "user" },
        new("auth.jabber_broadcast_all", "Can broadcast to all groups") { Model = "user" },
        new("auth.timer_view", "Can view structure timers") { Model = "user" },
        new("auth.timer_management", "Can manage structure timers") { Model = "user" },
        new("auth.optimer_view", "Can view fleet operations") { Model = "user" },
        new("auth.optimer_management", "Can manage fleet operations") { Model = "user" },
        new("auth.srp_management", "Can manage ship replacement") { Model = "user" },
        new("auth.human_resources", "Can view and process applications") { Model = "user" },
        new("auth.fleetactivitytracking", "Can create and manage FAT links") { Model = "user" },
        new("auth.fleetactivitytracking_statistics", "Can view statistics of fleet activity") { Model = "user" },
    ];
}
