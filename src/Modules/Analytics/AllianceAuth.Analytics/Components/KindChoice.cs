using AllianceAuth.Analytics.Domain;

namespace AllianceAuth.Analytics.Components;

/// <summary>The switches by the names they have in forms, addresses and texts.</summary>
internal static class KindChoice
{
    public static readonly IReadOnlyList<(UsageKinds Kind, string Name)> All =
    [
        (UsageKinds.Figures, "figures"),
        (UsageKinds.Modules, "modules"),
        (UsageKinds.Reports, "reports"),
    ];

    public static IReadOnlyList<string> Of(UsageKinds kinds) => [.. All.Where(k => kinds.HasFlag(k.Kind)).Select(k => k.Name)];
}
