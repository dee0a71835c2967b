using AllianceAuth.Simulator.State;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Control;

/// <summary>Runs control actions one after the other and knows what must be done again after a restart.</summary>
internal sealed class ControlJournal(SimulatorControl control, ControlActions actions, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<DoneAction> _done = [];

    /// <summary>Called when there is more, or less, to remember.</summary>
    public Action Changed { get; set; } = () => { };

    public IReadOnlyList<DoneAction> Done
    {
        get
        {
            lock (_lock)
            {
                return [.. _done];
            }
        }
    }

    /// <returns>What happened, in a sentence.</returns>
    /// <exception cref="ChangeRefusedException">It cannot happen.</exception>
    /// <exception cref="ControlInputException">A value is missing or wrong.</exception>
    public string Run(ControlAction action, IReadOnlyDictionary<string, string> values)
    {
        string message;
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            message = action.Do(control, new ControlInput(values));
            if (action.Name == ControlActions.Reset)
            {
                _done.RemoveAll(d => Find(d.Name)?.Lasts != Lasting.Always);
            }
            else if (action.Lasts != Lasting.UntilRestart)
            {
                // A form sends more than its action knows.
                _done.Add(new DoneAction(now, action.Name, values.Where(v => action.Fields.Any(f => f.Name == v.Key)).ToDictionary(StringComparer.Ordinal)));
            }
        }

        Changed();
        return message;
    }

    /// <summary>Does it all again, at the times it was done. What this world refuses is left out with a line for whoever watches.</summary>
    public void Replay(IReadOnlyList<DoneAction> recorded)
    {
        lock (_lock)
        {
            foreach (var done in recorded)
            {
                try
                {
                    var action = Find(done.Name) ?? throw new ControlInputException("There is no such action.");
                    control.At(done.At, () => action.Do(control, new ControlInput(done.Values)));
                    _done.Add(done);
                }
                catch (Exception refused) when (refused is ChangeRefusedException or ControlInputException)
                {
                    Console.Error.WriteLine($"{done.Name} of {done.At:u} could not be done again: {refused.Message}");
                }
            }
        }
    }

    private ControlAction? Find(string name) => actions.All.FirstOrDefault(a => a.Name == name);
}
