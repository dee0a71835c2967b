using System.Security.Cryptography;
using System.Text.Json;
using AllianceAuth.Shared.Secrets;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>What we remember of an account besides its names and groups.</summary>
/// <param name="Key">Sealed: the privilege key, until it was redeemed. It opens the server to whoever has it. TS3-060.</param>
/// <param name="IsRedeemed">A client bears the account's uid.</param>
/// <param name="WasSought">The pilot said that the key is redeemed, and nobody was found.</param>
internal sealed record TeamSpeakNotes(string? Key = null, bool IsRedeemed = false, bool WasSought = false)
{
    public static TeamSpeakNotes Read(string? data) => data is null ? new() : JsonSerializer.Deserialize<TeamSpeakNotes>(data) ?? new();

    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>The key, or null when there is none or it was sealed under a master key that is lost.</summary>
    public string? OpenKey(ISecretProtector protector)
    {
        try
        {
            return Key is null ? null : protector.Unprotect(Key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
