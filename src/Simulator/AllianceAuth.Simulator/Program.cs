using System.Globalization;
using System.Runtime.InteropServices;
using AllianceAuth.Simulator;

var port = 5100;
var teamSpeakPort = 0;
var seed = 1;
var extra = 0;
string? state = null;
List<string> callbacks = [];
List<string> discordCallbacks = [];
var endsWithStandardInput = args.Contains("--exit-with-stdin");
args = [.. args.Where(a => a != "--exit-with-stdin")];
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    switch (args[i])
    {
        case "--port" when int.TryParse(value, CultureInfo.InvariantCulture, out port):
        case "--teamspeak-port" when int.TryParse(value, CultureInfo.InvariantCulture, out teamSpeakPort):
        case "--seed" when int.TryParse(value, CultureInfo.InvariantCulture, out seed):
        case "--extra-characters" when int.TryParse(value, CultureInfo.InvariantCulture, out extra):
            break;
        case "--state" when value.Length > 0:
            state = value;
            break;
        case "--site" when Uri.TryCreate(value, UriKind.Absolute, out _):
            callbacks.Add($"{value.TrimEnd('/')}/sso/callback/");
            discordCallbacks.Add($"{value.TrimEnd('/')}/discord/callback/");
            break;
        default:
            await Console.Error.WriteLineAsync($"'{args[i]} {value}' is not understood.\nUse: --port 5100  --teamspeak-port 10011  --site http://127.0.0.1:8000  --seed 1  --extra-characters 0  --state simulator.json  --exit-with-stdin");
            return 2;
    }
}

await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Port = port, TeamSpeakPort = teamSpeakPort, Seed = seed, ExtraCharacters = extra, Callbacks = callbacks, StateFile = state, Discord = new() { Callbacks = discordCallbacks } });
Console.WriteLine($"Simulated New Eden: {simulator.Address}  (control: {simulator.Address}/control)");
Console.WriteLine($"Simulated TeamSpeak: ServerQuery on 127.0.0.1:{simulator.TeamSpeak.Port}  (page: {simulator.Address}/teamspeak/)");

var stop = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
if (endsWithStandardInput)
{
    // Whoever started us holds the other end: it closes when they end, even when they are killed.
    await Task.WhenAny(stop.Task, Console.OpenStandardInput().CopyToAsync(Stream.Null));
}
else
{
    await stop.Task;
}

return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.TrySetResult();
}
