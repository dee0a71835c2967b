using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.EveOnline.Settings;

/// <summary>EVE's API. Section <c>Esi</c>.</summary>
internal sealed class EsiSettings
{
    public const string Section = "Esi";

    /// <summary>The description of ESI that this code was written against; the answers keep that shape.</summary>
    public const string CompatibilityDate = "2026-08-04";

    /// <summary>Address of ESI. ESI_API_URL.</summary>
    [Required, Url(ErrorMessage = "(in Alliance Auth: ESI_API_URL) must be an absolute address, for example https://esi.evetech.net.")]
    public string BaseUrl { get; set; } = "https://esi.evetech.net";

    /// <summary>EVE server. ESI_API_DATASOURCE.</summary>
    [RegularExpression("tranquility|singularity", ErrorMessage = "(in Alliance Auth: ESI_API_DATASOURCE) must be tranquility or singularity.")]
    public string Tenant { get; set; } = "tranquility";

    /// <summary>Further tries after a broken connection or a server error, in calls that something waits for. ESI_SERVER_ERROR_MAX_RETRIES.</summary>
    [Range(0, 5, ErrorMessage = "(in Alliance Auth: ESI_SERVER_ERROR_MAX_RETRIES) must be between 0 and 5.")]
    public int Retries { get; set; } = 3;

    /// <summary>Seconds before the first further try; doubled for each one after it. ESI_SERVER_ERROR_BACKOFF_FACTOR.</summary>
    [Range(0, 10, ErrorMessage = "(in Alliance Auth: ESI_SERVER_ERROR_BACKOFF_FACTOR) must be between 0 and 10.")]
    public double RetryDelaySeconds { get; set; } = 0.2;

    /// <summary>Seconds that somebody in front of a page waits for one of at most two tries; what is known is shown then.</summary>
    [Range(1, 30)]
    public int PersonWaitsSeconds { get; set; } = 5;

    /// <summary>Calls under way at once on one node. ESI_CONNECTION_POOL_MAXSIZE.</summary>
    [Range(1, 20, ErrorMessage = "(in Alliance Auth: ESI_CONNECTION_POOL_MAXSIZE) must be between 1 and 20.")]
    public int Concurrency { get; set; } = 8;
}
