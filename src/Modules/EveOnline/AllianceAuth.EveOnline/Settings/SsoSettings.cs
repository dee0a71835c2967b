using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.EveOnline.Settings;

/// <summary>EVE's single sign-on. Section <c>Sso</c>.</summary>
internal sealed class SsoSettings
{
    public const string Section = "Sso";

    /// <summary>Client id of the application. ESI_SSO_CLIENT_ID.</summary>
    [Required(ErrorMessage = "(in Alliance Auth: ESI_SSO_CLIENT_ID) is missing. Register an application at https://developers.eveonline.com and put its client id here.")]
    public string ClientId { get; set; } = "";

    /// <summary>Secret key of the application. ESI_SSO_CLIENT_SECRET.</summary>
    [Required(ErrorMessage = "(in Alliance Auth: ESI_SSO_CLIENT_SECRET) is missing. Put the secret key of the application registered at https://developers.eveonline.com here.")]
    public string ClientSecret { get; set; } = "";

    /// <summary>Must equal the callback registered with the application character by character; empty for the site's address + <c>/sso/callback/</c>. ESI_SSO_CALLBACK_URL.</summary>
    [Url(ErrorMessage = "(in Alliance Auth: ESI_SSO_CALLBACK_URL) must be an absolute address, for example https://auth.example.com/sso/callback/.")]
    public string? CallbackUrl { get; set; }

    /// <summary>Address of the SSO.</summary>
    [Required, Url(ErrorMessage = "must be an absolute address, for example https://login.eveonline.com.")]
    public string BaseUrl { get; set; } = "https://login.eveonline.com";

    /// <summary>What access tokens must be meant for besides our own client. ESI_TOKEN_JWT_AUDIENCE.</summary>
    [Required(ErrorMessage = "(in Alliance Auth: ESI_TOKEN_JWT_AUDIENCE) must not be empty; leave it out for \"EVE Online\".")]
    public string Audience { get; set; } = "EVE Online";

    /// <summary>Who may have issued an access token; the SSO has written itself in three ways over the years.</summary>
    public string[] Issuers { get; set; } = [];

    /// <summary>Seconds after which an access token counts as expired. ESI_TOKEN_VALID_DURATION.</summary>
    [Range(10, 1190, ErrorMessage = "(in Alliance Auth: ESI_TOKEN_VALID_DURATION) must be between 10 and 1190: the SSO's tokens live 1,199 s.")]
    public int TokenValidSeconds { get; set; } = 1170;

    /// <summary>Never renew an equivalent token, always add a row. ESI_ALWAYS_CREATE_TOKEN.</summary>
    public bool AlwaysCreateToken { get; set; }

    /// <summary>Scopes asked for at login, add character and change main, separated by blanks. LOGIN_TOKEN_SCOPES.</summary>
    [RegularExpression(@"\s*\S.*", ErrorMessage = "(in Alliance Auth: LOGIN_TOKEN_SCOPES) must name at least one scope: without one the SSO gives no refresh token. Leave it out for publicData.")]
    [Required(AllowEmptyStrings = false, ErrorMessage = "(in Alliance Auth: LOGIN_TOKEN_SCOPES) must name at least one scope: without one the SSO gives no refresh token. Leave it out for publicData.")]
    public string LoginScopes { get; set; } = "publicData";

    /// <summary>The login scopes one by one.</summary>
    public string[] LoginScopeList => LoginScopes.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Refreshes under way at once on one node.</summary>
    [Range(1, 20, ErrorMessage = "must be between 1 and 20.")]
    public int Concurrency { get; set; } = 4;

    /// <summary>The issuers of EVE's SSO.</summary>
    public static readonly string[] EveIssuers = ["https://login.eveonline.com", "https://login.eveonline.com/", "login.eveonline.com"];
}
