using System.Globalization;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Components;

/// <summary>Whose access is explained.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Name">The main's name, or the login name.</param>
/// <param name="MainId">EVE id of the main, or null.</param>
/// <param name="IsMe">Whether it is the reader.</param>
/// <param name="ByAuditor">Whether the reader may look at everybody's.</param>
public sealed record SubjectView(int User, string Name, long? MainId, bool IsMe, bool ByAuditor)
{
    /// <summary>Address of all their access.</summary>
    public string Href => IsMe ? "/permissions/explain/" : $"/permissions/explain/user/{User.ToString(CultureInfo.InvariantCulture)}/";

    /// <summary>Address of why they hold one permission, or not.</summary>
    /// <param name="permission">Full name.</param>
    public string WhyHref(string permission)
    {
        ArgumentNullException.ThrowIfNull(permission);
        return $"{Href}{permission.Replace('.', '/')}/";
    }

    internal static SubjectView Of(AccessSnapshot user, AccessSnapshot reader) =>
        new(user.User.Value, user.Main?.Name ?? user.UserName, user.Main?.CharacterId, user.User == reader.User, reader.Has(AuthenticationPermissions.Audit));
}
