namespace AllianceAuth.Simulator.Sso;

/// <summary>Fixed values of EVE sign-on.</summary>
internal static class SsoFacts
{
    public const string Issuer = "https://login.eveonline.com";
    public const string SigningKeyId = "JWT-Signature-Key";
    public const string Audience = "EVE Online";

    /// <summary>A code that is not redeemed within this time is worthless.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(5);
}
