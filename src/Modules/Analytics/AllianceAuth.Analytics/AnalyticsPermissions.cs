using AllianceAuth.Shared.Access;

namespace AllianceAuth.Analytics;

/// <summary>Names of the permissions this module declares, with the codenames of Alliance Auth.</summary>
internal static class AnalyticsPermissions
{
    public const string ViewToken = "analytics.view_analyticstokens";
    public const string AddToken = "analytics.add_analyticstokens";
    public const string ChangeToken = "analytics.change_analyticstokens";
    public const string DeleteToken = "analytics.delete_analyticstokens";
    public const string ChangeIdentifier = "analytics.change_analyticsidentifier";

    public static IReadOnlyList<PermissionDeclaration> All { get; } =
    [
        .. PermissionDeclaration.Standard("analytics", "analyticsidentifier"),
        .. PermissionDeclaration.Standard("analytics", "analyticstokens"),
    ];
}
