using System.Globalization;
using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>What a failed operation means for the engine.</summary>
internal static class QueryTroubles
{
    public const string Unreachable = "services.teamspeak3.trouble.unreachable";
    public const string Nonsense = "services.teamspeak3.trouble.nonsense";
    public const string Login = "services.teamspeak3.trouble.login";
    public const string Server = "services.teamspeak3.trouble.server";
    public const string Stopped = "services.teamspeak3.trouble.stopped";
    public const string Rights = "services.teamspeak3.trouble.rights";
    public const string Refused = "services.teamspeak3.trouble.refused";

    /// <summary>TS3-012, TS3-045.</summary>
    public static ServiceException Of(Exception error, TeamSpeak3Settings settings) => error switch
    {
        QueryLostException => ServiceException.Down(Unreachable, error, AddressOf(settings)),
        QueryNonsenseException => ServiceException.Down(Nonsense, error),
        QueryErrorException said => Of(said, settings),
        _ => throw new ArgumentException("That is no trouble of the server's.", nameof(error), error),
    };

    public static string AddressOf(TeamSpeak3Settings settings) => string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.QueryPort}");

    private static ServiceException Of(QueryErrorException error, TeamSpeak3Settings settings) => error.Code switch
    {
        QueryErrors.Flooding or QueryErrors.FloodBan or QueryErrors.Banned => ServiceException.Busy(error.Wait),
        QueryErrors.WrongLogin => ServiceException.Misconfigured(Login, settings.User),
        QueryErrors.InvalidServer => ServiceException.Misconfigured(Server, settings.VirtualServer.ToString(CultureInfo.InvariantCulture)),
        QueryErrors.ServerStopped => ServiceException.Down(Stopped, error),
        QueryErrors.NotLoggedIn => ServiceException.Down(Unreachable, error, AddressOf(settings)),
        QueryErrors.NoRights => ServiceException.Misconfigured(Rights, error.Command, error.Permission ?? "?"),
        _ => ServiceException.Refused(Refused, error.Command, error.Text, error.Code.ToString(CultureInfo.InvariantCulture)),
    };
}
