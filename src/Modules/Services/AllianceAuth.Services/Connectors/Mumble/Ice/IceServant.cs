namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>A call that came in.</summary>
/// <param name="Id">Zero when nobody waits for an answer.</param>
/// <param name="Target">Which object.</param>
/// <param name="Facet">Which side of it; empty for the usual one.</param>
/// <param name="Operation">Which of its operations.</param>
/// <param name="Mode">What the caller believes about repeating it.</param>
/// <param name="Context">What the caller sent along.</param>
/// <param name="Parameters">The parameters.</param>
internal sealed record IceRequest(int Id, IceIdentity Target, IReadOnlyList<string> Facet, string Operation, IceMode Mode, IReadOnlyDictionary<string, string> Context, IceReader Parameters)
{
    public static IceRequest Read(IceReader body) =>
        new(body.Int(), body.Identity(), body.Texts(), body.Text(), (IceMode)body.Byte(), body.Context(), body.Encapsulation());
}

/// <summary>An operation of an object of ours.</summary>
/// <param name="Mode">What it promises.</param>
/// <param name="RunAsync">Reads the parameters and gives what is to be answered.</param>
internal sealed record IceOperation(IceMode Mode, Func<IceReader, CancellationToken, Task<IceWriter>> RunAsync);

/// <summary>An object of ours that others call.</summary>
internal abstract class IceServant
{
    private const string Everything = "::Ice::Object";

    private readonly Dictionary<string, IceOperation> _operations;

    protected IceServant()
    {
        _operations = new(StringComparer.Ordinal)
        {
            ["ice_ping"] = Simple(_ => new()),
            ["ice_isA"] = Simple(parameters => new IceWriter().Bool(TypeIds.Append(Everything).Contains(parameters.Text(), StringComparer.Ordinal))),
            ["ice_id"] = Simple(_ => new IceWriter().Text(TypeIds[0])),
            ["ice_ids"] = Simple(_ => new IceWriter().Texts([.. TypeIds.Append(Everything).Order(StringComparer.Ordinal)])),
        };
    }

    /// <summary>Ids of the interfaces it has, the most derived first.</summary>
    protected abstract IReadOnlyList<string> TypeIds { get; }

    /// <summary>The operation of that name; null when there is none.</summary>
    public IceOperation? Find(string operation) => _operations.GetValueOrDefault(operation);

    protected void Offer(string name, IceMode mode, Func<IceReader, CancellationToken, Task<IceWriter>> run) => _operations[name] = new(mode, run);

    private static IceOperation Simple(Func<IceReader, IceWriter> run) => new(IceMode.Idempotent, (parameters, _) => Task.FromResult(run(parameters)));
}
