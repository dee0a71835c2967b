using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.DataProtection;

namespace AllianceAuth.Services.Connectors.Discord.Linking;

/// <summary>
/// What goes to Discord and comes back with the code: sealed, and bound to the browser and the pilot who began, so that nobody can have their own Discord
/// user linked to somebody else's characters. DISC-003.
/// </summary>
internal sealed class LinkState(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Who has not come back by then begins anew.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _protector = protection.CreateProtector("AllianceAuth.Services.Discord.Link");

    public string Make(UserId user, string browserKey) => _protector.Protect(JsonSerializer.Serialize(new Content(user.Value, HashOf(browserKey), clock.GetUtcNow(), RandomNumberGenerator.GetHexString(16))));

    public bool Holds(string? state, UserId user, string? browserKey)
    {
        if (string.IsNullOrEmpty(state) || browserKey is null)
        {
            return false;
        }

        try
        {
            var content = JsonSerializer.Deserialize<Content>(_protector.Unprotect(state));
            return content is not null && content.User == user.Value && content.Browser == HashOf(browserKey) && content.At + Life > clock.GetUtcNow();
        }
        catch (Exception error) when (error is CryptographicException or JsonException)
        {
            // Somebody wrote it by hand, or it was sealed by keys that are gone.
            return false;
        }
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <param name="User">Who began.</param>
    /// <param name="Browser">Hash of the browser's key.</param>
    /// <param name="At">When.</param>
    /// <param name="Nonce">Makes each one another.</param>
    private sealed record Content(int User, string Browser, DateTimeOffset At, string Nonce);
}
