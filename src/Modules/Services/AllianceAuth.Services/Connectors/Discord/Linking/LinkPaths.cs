namespace AllianceAuth.Services.Connectors.Discord.Linking;

/// <summary>Addresses of Discord on this site, as in Alliance Auth.</summary>
internal static class LinkPaths
{
    public const string Activate = "/discord/activate/";
    public const string Callback = "/discord/callback/";
    public const string Reset = "/discord/reset/";
    public const string AddBot = "/discord/add_bot/";
    public const string Services = "/services/";
}
