using System.Globalization;
using System.Security.Cryptography;
using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.DataProtection;

namespace AllianceAuth.Notifications.Data;

/// <summary>The key in the last line of our mails: stops them without a login, and does nothing else.</summary>
internal sealed class UnsubscribeKeys(IDataProtectionProvider protection)
{
    private const int Longest = 1000;

    private readonly IDataProtector _protector = protection.CreateProtector("AllianceAuth.Notifications.StopMails");

    public string Make(UserId user) => _protector.Protect(user.ToString());

    /// <summary>Whose mails the key stops, or null when it is not one of ours.</summary>
    public UserId? Read(string key)
    {
        try
        {
            return key.Length <= Longest && int.TryParse(_protector.Unprotect(key), NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? new UserId(user) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
