using System.Globalization;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>Names as TeamSpeak takes them.</summary>
internal static class TeamSpeakNames
{
    /// <summary>Of nicknames and of server groups.</summary>
    public const int Longest = 30;

    /// <summary>TS3-001, TS3-016: cut, then blanks become underscores and apostrophes hyphens; what parts a list of ServerQuery's goes.</summary>
    public static string Nickname(string name)
    {
        var plain = string.Concat(name.Trim().Where(c => c is not ('|' or '=') && (!char.IsControl(c) || char.IsWhiteSpace(c))));
        return string.Concat(UniqueNames.Cut(plain, Longest).Select(c => char.IsWhiteSpace(c) ? '_' : c == '\'' ? '-' : c));
    }

    /// <summary>What ties a client to a user's account: never a name, for two pilots may have the same thirty letters. TS3-004.</summary>
    public static string UidOf(UserId user) => string.Create(CultureInfo.InvariantCulture, $"auth-{user.Value}");

    /// <summary>What stands on a key: who it is for, and by which account it is found again.</summary>
    public static string Describe(string nickname, string uid) => nickname + EndOf(uid);

    /// <summary>Whether a key was made for this account, be it by a try whose answer was lost.</summary>
    public static bool IsFor(string description, string uid) => description.EndsWith(EndOf(uid), StringComparison.Ordinal) || description == uid;

    private static string EndOf(string uid) => $" ({uid})";
}
