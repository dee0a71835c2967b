using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Web;
using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>The page under <c>/teamspeak/</c>: what the server holds, and a stand-in for the voice client that nobody has here.</summary>
internal sealed class TeamSpeakEndpoints(SimulatorControl control, ControlJournal journal, SimulatedTeamSpeak teamSpeak)
{
    private static readonly string[] Buttons = [TeamSpeakActions.UseKey, TeamSpeakActions.Connect, TeamSpeakActions.Disconnect, TeamSpeakActions.DeleteClient];

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        WriteIndented = true,
    };

    private readonly TeamSpeakPage _page = new(teamSpeak);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/teamspeak/", (string? done, string? failed) => _page.Of(done, failed).Page());
        routes.MapGet("/control/api/teamspeak", () => Results.Json(teamSpeak, Json));
        routes.MapGet("/teamspeak/join", (string? token, string? nickname) => Join(token, nickname));
        routes.MapPost("/teamspeak/join", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var (token, nickname) = Link(form["key"].ToString().Trim());
            return Join(token, Filled(form["nickname"].ToString().Trim()) ?? nickname);
        });
        foreach (var action in TeamSpeakActions.All.Where(a => Buttons.Contains(a.Name)))
        {
            routes.MapPost($"/teamspeak/{action.Name}", async (HttpContext http) =>
            {
                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                return Back(() => journal.Run(action, form.ToDictionary(f => f.Key, f => f.Value.ToString().Trim(), StringComparer.Ordinal)));
            });
        }
    }

    /// <summary>Takes a link as the site shows it (<c>ts3server://…?token=…&amp;nickname=…</c>), any address with such a query, or the bare key.</summary>
    internal static (string? Token, string? Nickname) Link(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        if (question < 0)
        {
            return (text.Contains("://", StringComparison.Ordinal) ? null : Filled(text), null);
        }

        var query = HttpUtility.ParseQueryString(text[(question + 1)..]);
        return (Filled(query["token"]), Filled(query["nickname"]));
    }

    /// <summary>Does what a TeamSpeak client does with such a link.</summary>
    private IResult Join(string? token, string? nickname) => Back(() =>
    {
        if (Filled(token) is { } key)
        {
            var client = control.UseTeamSpeakKey(key, Filled(nickname));
            return $"{client.Nickname} used the key and is now in {string.Join(", ", teamSpeak.GroupsOf(client.DatabaseId))}.";
        }

        return Filled(nickname) is { } name
            ? $"{control.ConnectTeamSpeakClient(name).Nickname} is connected."
            : throw new ControlInputException("Paste a key, or the link that the site shows.");
    });

    private static IResult Back(Func<string> act)
    {
        try
        {
            return Results.Redirect($"/teamspeak/{QueryString.Create("done", act())}");
        }
        catch (Exception refused) when (refused is ChangeRefusedException or ControlInputException)
        {
            return Results.Redirect($"/teamspeak/{QueryString.Create("failed", refused.Message)}");
        }
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
