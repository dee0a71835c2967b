using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Authentication;

/// <summary>How people get in. Section <c>Authentication</c>.</summary>
internal sealed class AuthenticationSettings
{
    public const string Section = "Authentication";

    /// <summary>Scopes of login, add character and change main. Without any, tokens could not be refreshed. LOGIN_TOKEN_SCOPES.</summary>
    [Required, MinLength(1, ErrorMessage = "Authentication:LoginScopes must name at least one scope, for example publicData: tokens without a scope cannot be refreshed.")]
    public string[] LoginScopes { get; set; } = ["publicData"];

    /// <summary>Whether new accounts may finish their registration. REGISTRATION_OPEN.</summary>
    public bool RegistrationOpen { get; set; } = true;

    /// <summary>Whether a link in a mail must be followed before an account works. REGISTRATION_VERIFY_EMAIL.</summary>
    public bool VerifyEmail { get; set; } = true;

    /// <summary>How long that link works. ACCOUNT_ACTIVATION_DAYS.</summary>
    [Range(1, 365)]
    public int ActivationDays { get; set; } = 1;

    /// <summary>A session ends this many days after the last visit.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = 14;

    /// <summary>Sign-ins one address may start in a minute.</summary>
    [Range(1, 10_000)]
    public int LoginsPerMinute { get; set; } = 30;

    /// <summary>Groups shown per row of the user list. AUTHENTICATION_ADMIN_USERS_MAX_GROUPS.</summary>
    [Range(0, 100)]
    public int UserListGroups { get; set; } = 10;

    /// <summary>Characters shown per row of the user list. AUTHENTICATION_ADMIN_USERS_MAX_CHARS.</summary>
    [Range(0, 100)]
    public int UserListCharacters { get; set; } = 5;
}
