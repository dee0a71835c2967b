namespace AllianceAuth.Simulator.Faults;

/// <summary>The faults in force.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];
    private int _lastId;

    public IReadOnlyList<Fault> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _faults];
            }
        }
    }

    public Fault Add(Fault fault)
    {
        lock (_lock)
        {
            var added = fault with { Id = ++_lastId };
            _faults.Add(added);
            return added;
        }
    }

    public void Clear(Func<Fault, bool> which)
    {
        lock (_lock)
        {
            _faults.RemoveAll(fault => which(fault));
        }
    }

    /// <summary>The faults that strike this request, each counted down.</summary>
    /// <param name="service">Whom the request is for.</param>
    /// <param name="path">What a fault's route is looked for in.</param>
    /// <param name="which">Leaves out faults that cannot strike here; null for none.</param>
    public IReadOnlyList<Fault> Strike(SimulatedService service, string path, Func<Fault, bool>? which = null)
    {
        lock (_lock)
        {
            var struck = _faults.Where(f => f.Service == service && (f.Route is null || path.Contains(f.Route, StringComparison.OrdinalIgnoreCase)) && which?.Invoke(f) != false).ToList();
            foreach (var fault in struck.Where(f => f.Count is not null))
            {
                _faults.Remove(fault);
                if (fault.Count > 1)
                {
                    _faults.Add(fault with { Count = fault.Count - 1 });
                }
            }

            return struck;
        }
    }
}
