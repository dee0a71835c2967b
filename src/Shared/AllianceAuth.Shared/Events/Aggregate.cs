namespace AllianceAuth.Shared.Events;

/// <summary>Base of entities that tell others what happened to them. The module's database stores what was raised together with the change.</summary>
public abstract class Aggregate
{
    private readonly List<IIntegrationEvent> _raised = [];

    /// <summary>Hands over what was raised since the last call.</summary>
    public IReadOnlyList<IIntegrationEvent> TakeRaised()
    {
        IIntegrationEvent[] taken = [.. _raised];
        _raised.Clear();
        return taken;
    }

    /// <summary>Notes an event, to be stored with the next save.</summary>
    protected void Raise(IIntegrationEvent happened) => _raised.Add(happened);
}
