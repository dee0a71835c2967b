namespace AllianceAuth.Services.Components;

/// <summary>Addresses of the admins' pages.</summary>
internal static class HealthPaths
{
    public const string All = "/services/health/";

    public static string Of(string service) => $"{All}{service}/";

    public static string DryRunOf(string service) => $"{All}?{HealthReader.DryRunOf}={service}#dry-run";

    public static string Pilot(int user) => $"{All}pilot/{user}/";
}
