using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>Proof key for code exchange: only who started a round trip can redeem its code.</summary>
internal static class Pkce
{
    /// <summary>43 characters. A length of 4n+1 once made the SSO fail.</summary>
    public static string NewVerifier() => NewSecret();

    /// <summary>32 random bytes for addresses.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>S256, the only method the SSO knows.</summary>
    public static string Challenge(string verifier) => Base64Url.EncodeToString(Hash(verifier));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
