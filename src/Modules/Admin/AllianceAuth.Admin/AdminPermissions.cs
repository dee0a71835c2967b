using AllianceAuth.Shared.Access;

namespace AllianceAuth.Admin;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class AdminPermissions
{
    public static IReadOnlyList<PermissionDeclaration> All { get; } = [];
}
