using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Preferences;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Keeps what users chose for language and look. Says nothing to those who decide states. UI-040.</summary>
internal sealed class PreferenceStore(AuthenticationDb db) : IPreferenceStore
{
    public Task SaveLanguageAsync(UserId user, string language, CancellationToken cancellationToken) =>
        db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.Language, language), cancellationToken);

    public Task SaveThemeAsync(UserId user, string theme, CancellationToken cancellationToken) =>
        db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.Theme, theme), cancellationToken);

    public Task SaveNightModeAsync(UserId user, bool nightMode, CancellationToken cancellationToken) =>
        db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.NightMode, nightMode), cancellationToken);
}
