using System.Globalization;
using System.Text.RegularExpressions;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>The server answered a command with an error. TS3-012.</summary>
internal sealed partial class QueryErrorException(string command, int code, string text, string? extra, string? permission)
    : Exception($"{command}: {text} ({code.ToString(CultureInfo.InvariantCulture)})")
{
    // A flood ban lasts that long unless the server says otherwise.
    private static readonly TimeSpan UsualBan = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(4);

    /// <summary>The command's first word.</summary>
    public string Command => command;

    public int Code => code;

    /// <summary>The server's own words: its list of errors grows with each release.</summary>
    public string Text => text;

    /// <summary>Number of the permission that is missing; null when the server names none.</summary>
    public string? Permission => permission;

    /// <summary>How long the server wants to be left alone, a second more than it says.</summary>
    public TimeSpan Wait => extra is not null && Figure().Match(extra) is { Success: true } figure && int.TryParse(figure.Value, CultureInfo.InvariantCulture, out var seconds)
        ? TimeSpan.FromSeconds(seconds + 1)
        : code == QueryErrors.Flooding ? UsualPause : UsualBan;

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.NonBacktracking)]
    private static partial Regex Figure();
}

/// <summary>There is no answer: the connection could not be made, broke off, or stayed silent for too long.</summary>
internal sealed class QueryLostException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What came is not ServerQuery, or more than anybody sends.</summary>
internal sealed class QueryNonsenseException(string message) : Exception(message);

/// <summary>Numbers of the errors that are acted on.</summary>
internal static class QueryErrors
{
    public const int Ok = 0;
    public const int CommandNotFound = 256;
    public const int InvalidClient = 512;
    public const int NotLoggedIn = 518;
    public const int WrongLogin = 520;
    public const int ClientOnline = 523;
    public const int Flooding = 524;
    public const int InvalidServer = 1024;
    public const int ServerStopped = 1033;
    public const int Nothing = 1281;
    public const int Duplicate = 1282;
    public const int InvalidGroup = 2560;
    public const int MemberAlready = 2561;
    public const int NoMember = 2563;
    public const int DefaultGroup = 2564;
    public const int NoRights = 2568;
    public const int Banned = 3329;
    public const int FloodBan = 3331;
    public const int InvalidKey = 3840;
}
