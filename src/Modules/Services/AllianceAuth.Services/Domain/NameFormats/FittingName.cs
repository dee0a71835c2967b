using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>A name as a service takes it. SVC-032.</summary>
internal static class FittingName
{
    /// <summary>Cleaned by the service, then cut to its longest name.</summary>
    public static string Of(ServiceConnector connector, string name) => UniqueNames.Cut(connector.CleanName(name), connector.Description.LongestName);
}
