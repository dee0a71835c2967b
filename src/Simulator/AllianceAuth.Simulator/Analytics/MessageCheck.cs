using System.Text.Json;
using System.Text.RegularExpressions;

namespace AllianceAuth.Simulator.Analytics;

/// <summary>What the validation address of Google Analytics 4 looks at, as far as a client of ours can get it wrong.</summary>
internal static partial class MessageCheck
{
    private const int MostEvents = 25;
    private const int MostParameters = 25;
    private const int LongestValue = 100;

    public static IReadOnlyList<(string Field, string Problem, string Code)> Of(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return [.. Check(json.RootElement)];
        }
        catch (JsonException e)
        {
            return [("", $"Unable to parse Measurement Protocol JSON payload: {e.Message}", "VALUE_INVALID")];
        }
    }

    private static IEnumerable<(string Field, string Problem, string Code)> Check(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            yield return ("", "The payload must be a JSON object.", "VALUE_INVALID");
            yield break;
        }

        if (!root.TryGetProperty("client_id", out var client) || client.ValueKind != JsonValueKind.String || client.GetString()!.Length == 0)
        {
            yield return ("client_id", "Measurement requires a client_id.", "VALUE_REQUIRED");
        }

        if (!root.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array || events.GetArrayLength() is 0 or > MostEvents)
        {
            yield return ("events", $"There must be 1 to {MostEvents} events.", "VALUE_REQUIRED");
            yield break;
        }

        foreach (var told in events.EnumerateArray().SelectMany(CheckEvent))
        {
            yield return told;
        }
    }

    private static IEnumerable<(string Field, string Problem, string Code)> CheckEvent(JsonElement sent)
    {
        var name = sent.ValueKind == JsonValueKind.Object && sent.TryGetProperty("name", out var given) ? given.ToString() : "";
        if (!Name().IsMatch(name))
        {
            yield return ("events.name", $"Event name '{name}' must begin with a letter and hold letters, digits and underscores, 40 at most.", "NAME_INVALID");
        }

        if (sent.ValueKind != JsonValueKind.Object || !sent.TryGetProperty("params", out var parameters) || parameters.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var all = parameters.EnumerateObject().ToList();
        if (all.Count > MostParameters)
        {
            yield return ("events.params", $"At most {MostParameters} parameters.", "EXCEEDED_MAX_ENTITIES");
        }

        foreach (var parameter in all.Where(p => !Name().IsMatch(p.Name)))
        {
            yield return ($"events.params.{parameter.Name}", "The parameter's name is not valid.", "NAME_INVALID");
        }

        foreach (var parameter in all.Where(p => p.Value.ToString().Length > LongestValue))
        {
            yield return ($"events.params.{parameter.Name}", $"The value has more than {LongestValue} characters.", "VALUE_INVALID");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
