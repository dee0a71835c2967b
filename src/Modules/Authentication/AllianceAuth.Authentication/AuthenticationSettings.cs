using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Authentication;

/// <summary>Sessions and the user list. Section <c>Authentication</c>.</summary>
internal sealed class AuthenticationSettings
{
    public const string Section = "Authentication";

    /// <summary>A session ends this many days after the last visit.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = 14;

    /// <summary>Sign-ins one address may start in a minute.</summary>
    [Range(1, 100_000)]
    public int LoginsPerMinute { get; set; } = 60;

    /// <summary>Groups shown per row of the user list. AUTHENTICATION_ADMIN_USERS_MAX_GROUPS.</summary>
    [Range(0, 100)]
    public int UserListGroups { get; set; } = 10;

    /// <summary>Characters shown per row of the user list. AUTHENTICATION_ADMIN_USERS_MAX_CHARS.</summary>
    [Range(0, 100)]
    public int UserListCharacters { get; set; } = 5;
}

/// <summary>How new accounts come to be. Section <c>Registration</c>.</summary>
internal sealed class RegistrationSettings
{
    public const string Section = "Registration";

    /// <summary>Whether new accounts may finish their registration. REGISTRATION_OPEN.</summary>
    public bool Open { get; set; } = true;

    /// <summary>Whether a link in a mail must be followed before an account works. REGISTRATION_VERIFY_EMAIL.</summary>
    public bool VerifyEmail { get; set; } = true;

    /// <summary>How long that link works. ACCOUNT_ACTIVATION_DAYS.</summary>
    [Range(1, 365)]
    public int ActivationDays { get; set; } = 1;
}

/// <summary>What logins ask of EVE. Section <c>Sso</c>, shared with the client that talks to EVE.</summary>
internal sealed class LoginScopeSettings
{
    public const string Section = "Sso";

    /// <summary>Scopes of login, add character and change main; <c>publicData</c> when empty, because tokens without a scope cannot be refreshed. LOGIN_TOKEN_SCOPES.</summary>
    public string[] LoginScopes { get; set; } = [];

    public IReadOnlyList<string> Scopes => LoginScopes.Length > 0 ? LoginScopes : ["publicData"];
}
