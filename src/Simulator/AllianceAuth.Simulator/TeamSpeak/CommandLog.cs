namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>The latest commands, oldest first.</summary>
internal sealed class CommandLog
{
    private const int Kept = 5_000;

    private readonly Queue<ReceivedCommand> _commands = new();

    public IReadOnlyList<ReceivedCommand> All => [.. _commands];

    public void Add(ReceivedCommand command)
    {
        _commands.Enqueue(command);
        if (_commands.Count > Kept)
        {
            _commands.Dequeue();
        }
    }

    public void Clear() => _commands.Clear();

    public static string WithoutPassword(string name, string line) => name == "login" ? "login …" : line;
}
