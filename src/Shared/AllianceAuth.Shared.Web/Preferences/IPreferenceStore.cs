using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Web.Preferences;

/// <summary>
/// Keeps what a user chose for the look and language of the site, so that the next browser gets it at login. Implemented by Authentication,
/// apart from everything that decides states. UI-040.
/// </summary>
public interface IPreferenceStore
{
    /// <summary>Keeps the language, one of the selectable codes. I18N-009.</summary>
    Task SaveLanguageAsync(UserId user, string language, CancellationToken cancellationToken);

    /// <summary>Keeps the theme, by its id. UI-012.</summary>
    Task SaveThemeAsync(UserId user, string theme, CancellationToken cancellationToken);

    /// <summary>Keeps night mode. UI-001.</summary>
    Task SaveNightModeAsync(UserId user, bool nightMode, CancellationToken cancellationToken);
}
