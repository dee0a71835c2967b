namespace AllianceAuth.Authentication.Domain;

/// <summary>Login names for those who come by SSO.</summary>
internal static class UserNames
{
    /// <summary>The character's name without apostrophes and with underscores for blanks. AUTH-059.</summary>
    public static string Of(string characterName) => characterName.Replace("'", "", StringComparison.Ordinal).Replace(' ', '_');

    /// <summary>The name with a number behind it when names begin like it already. AUTH-060. The stand-in's name is taken even before there is one.</summary>
    /// <param name="name">The name as it would be without others.</param>
    /// <param name="alike">How many names begin with it.</param>
    /// <param name="isTaken">Whether a name exists.</param>
    public static async Task<string> MakeUniqueAsync(string name, int alike, Func<string, Task<bool>> isTaken)
    {
        if (alike == 0 && name != User.SentinelName)
        {
            return name;
        }

        for (var number = Math.Max(1, alike); ; number++)
        {
            var candidate = $"{name}_{number}";
            if (!await isTaken(candidate))
            {
                return candidate;
            }
        }
    }
}
