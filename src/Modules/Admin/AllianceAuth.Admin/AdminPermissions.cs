using AllianceAuth.Shared.Access;

namespace AllianceAuth.Admin;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class AdminPermissions
{
    public const string ViewMenuItem = "menu.view_menuitem";
    public const string AddMenuItem = "menu.add_menuitem";
    public const string ChangeMenuItem = "menu.change_menuitem";
    public const string DeleteMenuItem = "menu.delete_menuitem";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        .. PermissionDeclaration.Standard("menu", "menuitem"),
    ];
}
