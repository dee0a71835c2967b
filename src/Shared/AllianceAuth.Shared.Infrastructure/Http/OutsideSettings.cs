using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Shared.Infrastructure.Http;

/// <summary>How we talk to other machines. Section <c>Outside</c>.</summary>
public sealed class OutsideSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Outside";

    /// <summary>How CCP and others reach the operator: a mail address or a character name. Sent as part of the user agent.</summary>
    [MaxLength(100), RegularExpression(@"[^()\p{Cc}]*", ErrorMessage = "must not hold brackets or line breaks.")]
    public string Contact { get; set; } = "";

    /// <summary>Seconds until a connection must stand. EVE-018.</summary>
    [Range(1, 60)]
    public int ConnectSeconds { get; set; } = 5;

    /// <summary>Seconds one call may take in all, retries included. EVE-018.</summary>
    [Range(1, 600)]
    public int TotalSeconds { get; set; } = 30;

    /// <summary>Bytes of an answer we read at most, after decompression.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxResponseBytes { get; set; } = 32 * 1024 * 1024;
}
