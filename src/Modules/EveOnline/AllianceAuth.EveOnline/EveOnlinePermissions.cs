using AllianceAuth.Shared.Access;

namespace AllianceAuth.EveOnline;

/// <summary>What this module checks or keeps for the admin site.</summary>
internal static class EveOnlinePermissions
{
    public const string ViewEsiBudget = "eveonline.view_esi_budget";

    public static readonly IReadOnlyList<PermissionDeclaration> All =
    [
        .. PermissionDeclaration.Standard("eveonline", "evecharacter"),
        .. PermissionDeclaration.Standard("eveonline", "evecorporationinfo"),
        .. PermissionDeclaration.Standard("eveonline", "eveallianceinfo"),
        .. PermissionDeclaration.Standard("eveonline", "evefactioninfo"),
        .. PermissionDeclaration.Standard("esi", "token"),
        .. PermissionDeclaration.Standard("esi", "scope"),
        .. PermissionDeclaration.Standard("esi", "callbackredirect"),
        new(ViewEsiBudget, "Can see what is left of ESI's limits") { Model = "esi" },
    ];
}
