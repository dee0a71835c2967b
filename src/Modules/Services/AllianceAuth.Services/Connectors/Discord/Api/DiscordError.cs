namespace AllianceAuth.Services.Connectors.Discord.Api;

/// <summary>Discord said no to one call. What concerns the whole service is a <see cref="Shared.Services.ServiceException"/> instead.</summary>
internal sealed class DiscordError(int status, int code, string message) : Exception($"{status} {code} {message}")
{
    public int Status => status;

    /// <summary>Discord's own number of the reason, see <see cref="DiscordCodes"/>; 0 when it gave none.</summary>
    public int Code => code;
}

/// <summary>Discord's numbers of reasons.</summary>
internal static class DiscordCodes
{
    public const int UnknownGuild = 10004;
    public const int UnknownMember = 10007;
    public const int UnknownRole = 10011;
    public const int UnknownUser = 10013;
    public const int FullOfGuilds = 30001;
    public const int TooManyRoles = 30005;
    public const int Unauthorized = 40001;
    public const int Unverified = 40002;
    public const int Banned = 40007;
    public const int WrongUserAgent = 40333;
    public const int MissingAccess = 50001;
    public const int MissingPermissions = 50013;
    public const int InvalidToken = 50014;
    public const int InvalidAccessToken = 50025;
    public const int InvalidRole = 50028;
    public const int InvalidForm = 50035;
    public const int MustVerify = 50178;
    public const int SecondFactor = 60003;
    public const int Restricted = 340015;
}
