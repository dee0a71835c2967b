using System.Globalization;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>Goes the way an account goes, step by step, and says at which it ends and what to do.</summary>
internal sealed class TeamSpeakTest(QueryDesk desk, IOptions<TeamSpeak3Settings> options)
{
    public async Task<IReadOnlyList<ServiceTestLine>> RunAsync(CancellationToken cancellationToken)
    {
        List<ServiceTestLine> lines = [];
        try
        {
            await desk.TryAsync(server => WalkAsync(server, lines), cancellationToken);
        }
        catch (Exception error) when (Of(error) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private async Task<bool> WalkAsync(QueryServer server, List<ServiceTestLine> lines)
    {
        var settings = options.Value;
        lines.Add(Fine("services.teamspeak3.test.connected", QueryTroubles.AddressOf(settings)));
        await server.LogInAsync(settings.User, settings.Password);
        lines.Add(Fine("services.teamspeak3.test.login", settings.User));
        if (settings.VirtualServer > 0)
        {
            await server.SelectAsync(settings.VirtualServer);
            lines.Add(Fine("services.teamspeak3.test.server", Figure(settings.VirtualServer)));
        }

        var groups = await server.GroupsAsync();
        await server.DefaultGroupAsync();
        await server.FindClientsAsync("auth-test");
        var keys = await server.KeysAsync();
        lines.Add(Fine("services.teamspeak3.test.rights", Figure(groups.Count), Figure(keys.Count)));
        return true;
    }

    private ServiceTestLine? Of(Exception error) => error switch
    {
        QueryLostException => Bad("services.teamspeak3.test.unreachable", "services.teamspeak3.test.unreachable.do", QueryTroubles.AddressOf(options.Value)),
        QueryNonsenseException => Bad("services.teamspeak3.test.nonsense", "services.teamspeak3.test.nonsense.do", QueryTroubles.AddressOf(options.Value)),
        QueryErrorException said => Of(said),
        _ => null,
    };

    private ServiceTestLine Of(QueryErrorException error) => error.Code switch
    {
        QueryErrors.WrongLogin => Bad("services.teamspeak3.test.wronglogin", "services.teamspeak3.test.wronglogin.do", options.Value.User),
        QueryErrors.InvalidServer => Bad("services.teamspeak3.test.noserver", "services.teamspeak3.test.noserver.do", Figure(options.Value.VirtualServer)),
        QueryErrors.ServerStopped => Bad("services.teamspeak3.test.stopped", "services.teamspeak3.test.stopped.do", Figure(options.Value.VirtualServer)),
        QueryErrors.NoRights => Bad("services.teamspeak3.test.norights", "services.teamspeak3.test.norights.do", error.Command, error.Permission ?? "?"),
        QueryErrors.Flooding or QueryErrors.FloodBan or QueryErrors.Banned =>
            Bad("services.teamspeak3.test.banned", "services.teamspeak3.test.banned.do", Figure((int)error.Wait.TotalSeconds)),
        _ => Bad("services.teamspeak3.test.refused", "services.teamspeak3.test.refused.do", error.Command, error.Text, Figure(error.Code)),
    };

    private static string Figure(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ServiceTestLine Fine(string finding, params IReadOnlyList<string> arguments) => new(IsFine: true, finding, arguments);

    private static ServiceTestLine Bad(string finding, string whatToDo, params IReadOnlyList<string> arguments) => new(IsFine: false, finding, arguments, whatToDo);
}
