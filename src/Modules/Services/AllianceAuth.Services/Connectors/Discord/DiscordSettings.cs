using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AllianceAuth.Shared.Settings;

namespace AllianceAuth.Services.Connectors.Discord;

/// <summary>The site's application at Discord, and the server its pilots come into. Section <c>Services:Discord</c>.</summary>
internal sealed class DiscordSettings : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Services:Discord";

    private const string CallbackPath = "/discord/callback/";

    /// <summary>The application's id, also called client id. DISCORD_APP_ID.</summary>
    [RegularExpression("[0-9]*", ErrorMessage = "must be the number that the developer portal shows as Application ID.")]
    public string AppId { get; set; } = "";

    /// <summary>The application's client secret. DISCORD_APP_SECRET.</summary>
    public string AppSecret { get; set; } = "";

    /// <summary>The bot's token, without the word Bot before it. DISCORD_BOT_TOKEN.</summary>
    [RegularExpression(@"(?!Bot )\S*", ErrorMessage = "must be the token alone, without the word Bot before it.")]
    public string BotToken { get; set; } = "";

    /// <summary>Where Discord sends pilots back to, as it stands among the redirects of the application; empty for <c>/discord/callback/</c> of this site. DISCORD_CALLBACK_URL.</summary>
    [RegularExpression(@"(https?://.+/discord/callback/)?", ErrorMessage = "must be an absolute address that ends with /discord/callback/.")]
    public string CallbackUrl { get; set; } = "";

    /// <summary>Id of the Discord server. Empty while there is none. DISCORD_GUILD_ID.</summary>
    [RegularExpression("[0-9]*", ErrorMessage = "must be the number of the Discord server: Copy Server ID, in its menu with developer mode on.")]
    public string GuildId { get; set; } = "";

    /// <summary>Whether nicknames on the server follow the site. DISCORD_SYNC_NAMES.</summary>
    public bool SyncNames { get; set; }

    /// <summary>Seconds before an account that Discord refused is tried again. DISCORD_TASKS_RETRY_PAUSE.</summary>
    [Range(0, 86_400)]
    public int RetryPauseSeconds { get; set; } = 60;

    /// <summary>How often it is tried again at that pause; then once an hour. DISCORD_TASKS_MAX_RETRIES.</summary>
    [Range(0, 100)]
    public int MaxRetries { get; set; } = 3;

    /// <summary>Seconds that the server's name is remembered. DISCORD_GUILD_NAME_CACHE_MAX_AGE.</summary>
    [Range(0, 604_800)]
    public int GuildNameCacheSeconds { get; set; } = 86_400;

    /// <summary>Seconds that the server's roles are remembered. DISCORD_ROLES_CACHE_MAX_AGE.</summary>
    [Range(0, 604_800)]
    public int RolesCacheSeconds { get; set; } = 3600;

    /// <summary>Never create roles: groups without a role of their name are left out. DISCORD_DISABLE_ROLE_CREATION.</summary>
    public bool DisableRoleCreation { get; set; }

    /// <summary>Discord's API, with its version. DISCORD_API_BASE_URL.</summary>
    [RegularExpression("https?://.+/", ErrorMessage = "must be an absolute address that ends with a slash.")]
    public string ApiBaseUrl { get; set; } = "https://discord.com/api/v10/";

    /// <summary>Where pilots allow us to link them. DISCORD_OAUTH_BASE_URL.</summary>
    [RegularExpression("https?://.+", ErrorMessage = "must be an absolute address.")]
    public string OAuthBaseUrl { get; set; } = "https://discord.com/oauth2/authorize";

    /// <summary>Where a code is changed for a token. DISCORD_OAUTH_TOKEN_URL.</summary>
    [RegularExpression("https?://.+", ErrorMessage = "must be an absolute address.")]
    public string OAuthTokenUrl { get; set; } = "https://discord.com/api/oauth2/token";

    /// <summary>Seconds one call may take; 0 for the site's own limit. DISCORD_API_TIMEOUT.</summary>
    [Range(0, 600)]
    public int ApiTimeoutSeconds { get; set; }

    /// <summary>Whether the site has a Discord server.</summary>
    internal bool IsInstalled => GuildId.Length > 0;

    /// <summary>0 while there is none.</summary>
    internal long Guild => IsInstalled ? long.Parse(GuildId, CultureInfo.InvariantCulture) : 0;

    /// <summary>The address Discord must know.</summary>
    internal string CallbackOf(SiteSettings site) => CallbackUrl.Length > 0 ? CallbackUrl : site.Url.TrimEnd('/') + CallbackPath;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsInstalled)
        {
            yield break;
        }

        if (!long.TryParse(GuildId, CultureInfo.InvariantCulture, out var id) || id <= 0)
        {
            yield return new($"must be the number of a Discord server, but is '{GuildId}'.", [nameof(GuildId)]);
        }

        (string Name, string Value, string Where)[] needed =
            [(nameof(AppId), AppId, "General Information"), (nameof(AppSecret), AppSecret, "OAuth2"), (nameof(BotToken), BotToken, "Bot")];
        foreach (var (name, _, where) in needed.Where(n => n.Value.Length == 0))
        {
            yield return new($"is missing. Find it in Discord's developer portal on the page {where} of your application.", [name]);
        }
    }
}
