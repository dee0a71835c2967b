using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Control;

/// <summary>The control page and its JSON twin, under <c>/control</c>.</summary>
internal sealed class ControlEndpoints(SimulatorControl control, ControlActions actions, ControlJournal journal, World world, RequestLog requests)
{
    private const int MostFound = 50;
    private const int LatestRequests = 200;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        WriteIndented = true,
    };

    private readonly ControlPage _page = new(control, actions, world, requests);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/control", (string? search, string? done, string? failed) => _page.Of(search ?? "", done, failed).Page());
        routes.MapGet("/control/requests", (bool? violations) => _page.Requests(violations ?? false).Page());
        routes.MapGet("/control/api/state", () => Results.Json(State(), Json));
        routes.MapGet("/control/api/pilots", (string? search) => Results.Json(Pilots(search ?? ""), Json));
        routes.MapGet("/control/api/corporations", (string? search) => Results.Json(world.Corporations.Values.Where(c => Fits(c.Name, search)).OrderBy(c => c.Id), Json));
        routes.MapGet("/control/api/alliances", (string? search) => Results.Json(world.Alliances.Values.Where(a => Fits(a.Name, search)).OrderBy(a => a.Id), Json));
        routes.MapGet("/control/api/requests", (bool? violations) => Results.Json((violations == true ? requests.Violations : requests.All).TakeLast(LatestRequests), Json));
        foreach (var action in actions.All)
        {
            routes.MapPost($"/control/{action.Name}", http => SubmitAsync(http, action));
            routes.MapPost($"/control/api/{action.Name}", http => CallAsync(http, action));
        }
    }

    private async Task SubmitAsync(HttpContext http, ControlAction action)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (message, succeeded) = Run(action, form.ToDictionary(f => f.Key, f => f.Value.ToString().Trim(), StringComparer.Ordinal));
        var search = form["search"].ToString();
        http.Response.Redirect($"/control{QueryString.Create(succeeded ? "done" : "failed", message).Add("search", search)}");
    }

    private async Task CallAsync(HttpContext http, ControlAction action)
    {
        Dictionary<string, string> values;
        try
        {
            values = await ReadAsync(http);
        }
        catch (JsonException)
        {
            await Results.Json(new { error = "The body must be a JSON object of plain values." }, Json, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(http);
            return;
        }

        var stranger = values.Keys.FirstOrDefault(name => !action.Fields.Any(f => f.Name == name));
        var (message, succeeded) = stranger is null ? Run(action, values) : ($"There is no field '{stranger}'.", false);
        await (succeeded ? Results.Json(new { message }, Json) : Results.Json(new { error = message }, Json, statusCode: StatusCodes.Status400BadRequest)).ExecuteAsync(http);
    }

    private (string Message, bool Succeeded) Run(ControlAction action, IReadOnlyDictionary<string, string> values)
    {
        try
        {
            return (journal.Run(action, values), true);
        }
        catch (Exception refused) when (refused is ChangeRefusedException or ControlInputException)
        {
            return (refused.Message, false);
        }
    }

    private static async Task<Dictionary<string, string>> ReadAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        using var body = JsonDocument.Parse(text);
        return body.RootElement.ValueKind != JsonValueKind.Object
            ? throw new JsonException()
            : body.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind switch
            {
                JsonValueKind.String => p.Value.GetString()!,
                JsonValueKind.Number => p.Value.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                JsonValueKind.Null => "",
                _ => throw new JsonException(),
            }, StringComparer.Ordinal);
    }

    private object State() => new
    {
        control.Settings,
        control.Faults,
        control.PlannedTokenFaults,
        control.DroppedScopes,
        control.SigningKeyId,
        control.Callbacks,
        Characters = world.Characters.Count,
        Corporations = world.Corporations.Count,
        Alliances = world.Alliances.Count,
        Accounts = world.Accounts.Count,
        Requests = requests.All.Count,
        Violations = requests.Violations.Count,
    };

    private object Pilots(string search) => world.Characters.Values
        .Where(c => Fits(c.Name, search))
        .OrderBy(c => c.Id)
        .Take(MostFound)
        .Select(c => new
        {
            c.Id,
            c.Name,
            c.AccountId,
            c.OwnerHash,
            c.CorporationId,
            CorporationName = world.CorporationOf(c).Name,
            AllianceId = world.AllianceOf(c)?.Id,
            AllianceName = world.AllianceOf(c)?.Name,
            c.IsDeleted,
            c.IsOnline,
            c.SolarSystemId,
            c.ShipTypeId,
            c.Fleet,
            LiveGrants = control.LiveGrants(c.Id),
        });

    private static bool Fits(string name, string? search) => name.Contains(search ?? "", StringComparison.OrdinalIgnoreCase);
}
