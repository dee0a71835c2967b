using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>Sealed notes with an end date that we hand to browsers and mailboxes and read again later. AUTH-053.</summary>
internal sealed class SealedNotes(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Seals a value into text that fits into an address.</summary>
    public string Seal<T>(Purpose purpose, TimeSpan life, T value) =>
        Protector(purpose).Protect(JsonSerializer.Serialize(new Note<T>(value, clock.GetUtcNow() + life)));

    /// <summary>The value, or the type's default when the text is not ours, was changed, was meant for something else or is too old.</summary>
    public T? Open<T>(Purpose purpose, string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 4000)
        {
            return default;
        }

        try
        {
            var note = JsonSerializer.Deserialize<Note<T>>(Protector(purpose).Unprotect(text));
            return note is not null && note.Until > clock.GetUtcNow() ? note.Value : default;
        }
        catch (Exception error) when (error is CryptographicException or FormatException or JsonException)
        {
            return default;
        }
    }

    private IDataProtector Protector(Purpose purpose) => protection.CreateProtector($"AllianceAuth.Authentication.{purpose}");

    private sealed record Note<T>(T Value, DateTimeOffset Until);
}

/// <summary>What a sealed note is for; one made for another purpose cannot be opened.</summary>
internal enum Purpose
{
    /// <summary>Whose registration this browser is finishing.</summary>
    Registration,

    /// <summary>The link in the mail that finishes a registration.</summary>
    Activation,

    /// <summary>The link in the mail that proves a changed address.</summary>
    EmailChange,
}
