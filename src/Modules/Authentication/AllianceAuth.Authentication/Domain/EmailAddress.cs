using System.Net.Mail;

namespace AllianceAuth.Authentication.Domain;

/// <summary>Judges typed mail addresses.</summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;

    /// <summary>Text key of what is wrong, or null. AUTH-051.</summary>
    public static string? FindError(string address) => address switch
    {
        "" => "authentication.email.missing",
        { Length: > MaxLength } => "authentication.email.long",
        _ when address.Any(char.IsControl) => "authentication.email.invalid",
        _ when !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address || !parsed.Host.Contains('.', StringComparison.Ordinal) => "authentication.email.invalid",
        _ => null,
    };
}
