using System.Globalization;

namespace AllianceAuth.Simulator.Control;

/// <summary>One thing that the control can do, described once for the page, the form and the JSON twin.</summary>
/// <param name="Name">Last part of its address.</param>
/// <param name="Group">Heading on the page.</param>
/// <param name="Title">What the button says.</param>
/// <param name="Help">What happens, for people.</param>
/// <param name="Fields">What it needs.</param>
/// <param name="Do">Does it and says in a sentence what happened.</param>
internal sealed record ControlAction(string Name, string Group, string Title, string Help, ControlField[] Fields, Func<SimulatorControl, ControlInput, string> Do)
{
    /// <summary>How long it is remembered.</summary>
    public Lasting Lasts { get; init; }
}

/// <summary>How long an action has its effect when there is a file to remember it in.</summary>
internal enum Lasting
{
    /// <summary>Passing trouble, or something that is remembered by itself.</summary>
    UntilRestart,

    /// <summary>A part of the world until all is undone.</summary>
    UntilReset,

    /// <summary>Not even a reset undoes it.</summary>
    Always,
}

/// <summary>What a field holds, so that the page can offer the right control for it.</summary>
internal enum FieldKind
{
    Text,
    Number,
    Pilot,
    Corporation,
    Alliance,
    Account,
    System,
    Ship,
    Choice,
    Switch,
}

/// <param name="Name">As in the form and in JSON.</param>
/// <param name="Label">For people.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Example">For the documentation; as JSON.</param>
internal sealed record ControlField(string Name, string Label, FieldKind Kind, string Example)
{
    public bool Optional { get; init; }

    public string[] Choices { get; init; } = [];

    /// <summary>What a text field proposes while somebody types; anything else may be written.</summary>
    public Func<SimulatorControl, IEnumerable<string>>? Proposals { get; init; }
}

/// <summary>The values that came with a call, by name of field.</summary>
internal sealed class ControlInput(IReadOnlyDictionary<string, string> values)
{
    public string? Text(string name) => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Needed(string name) => Text(name) ?? throw new ControlInputException($"'{name}' is missing.");

    public long Id(string name) => OptionalId(name) ?? throw new ControlInputException($"'{name}' is missing.");

    public long? OptionalId(string name) => Text(name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new ControlInputException($"'{name}' must be a number, not '{text}'."),
    };

    public int? OptionalNumber(string name) => OptionalId(name) is { } number ? checked((int)Math.Clamp(number, int.MinValue, int.MaxValue)) : null;

    public bool? OptionalSwitch(string name) => Text(name) switch
    {
        null => null,
        "true" or "on" => true,
        "false" or "off" => false,
        var text => throw new ControlInputException($"'{name}' must be true or false, not '{text}'."),
    };

    public T Choice<T>(string name)
        where T : struct, Enum =>
        Kebab.Parse<T>(Needed(name)) ?? throw new ControlInputException($"'{name}' must be one of {string.Join(", ", Kebab.Names<T>())}.");
}

/// <summary>The caller's mistake, in a sentence for the caller.</summary>
internal sealed class ControlInputException(string message) : Exception(message);

/// <summary>Names of enum values as they stand in JSON and forms: <c>bad-gateway</c>.</summary>
internal static class Kebab
{
    public static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    public static string Of<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static T? Parse<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == name)
            {
                return value;
            }
        }

        return null;
    }
}
