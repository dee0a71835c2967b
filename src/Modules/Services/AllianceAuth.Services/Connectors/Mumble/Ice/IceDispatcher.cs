using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Brings calls to our objects.</summary>
internal sealed class IceDispatcher(IReadOnlyDictionary<IceIdentity, IceServant> servants, string secret, ILogger logger, TimeProvider clock)
{
    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly SeldomTold _refusals = new(clock);

    /// <summary>The module name of the exceptions we answer with.</summary>
    public string Module { get; set; } = "Murmur";

    /// <summary>Whether a call may be heard at all.</summary>
    public bool BringsSecret(IceRequest request) =>
        _secret.Length == 0
        || (request.Context.TryGetValue(IceListener.SecretKey, out var brought) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(brought), _secret));

    /// <summary>What a call without the secret gets.</summary>
    /// <param name="request">The call.</param>
    /// <param name="caller">Where it came from.</param>
    public IceWriter Refuse(IceRequest request, string caller)
    {
        if (_refusals.IsDue(out var more))
        {
            logger.LogWarning(
                "A call of {Operation} from {Caller} came without the right secret and was refused, after {More} others. Is Mumble's icesecretwrite the same as Mumble:IceSecret?",
                SeldomTold.Cut(request.Operation), caller, more);
        }

        // Encoding 1.0: whether classes are inside, then type and size of each level; neither level has members.
        return new IceWriter().Int(request.Id).Byte((byte)IceStatus.UserException).Encapsulation(new IceWriter().Bool(value: false)
            .Text($"::{Module}::InvalidSecretException").Int(sizeof(int))
            .Text($"::{Module}::MurmurException").Int(sizeof(int)));
    }

    /// <summary>Runs a call that brought the secret.</summary>
    /// <returns>The reply.</returns>
    public async Task<IceWriter> DispatchAsync(IceRequest request, CancellationToken cancellationToken)
    {
        var reply = new IceWriter().Int(request.Id);
        if (!servants.TryGetValue(request.Target, out var servant))
        {
            return NotThere(reply, IceStatus.ObjectNotExist, request);
        }

        if (request.Facet.Count > 0)
        {
            return NotThere(reply, IceStatus.FacetNotExist, request);
        }

        if (servant.Find(request.Operation) is not { } operation)
        {
            return NotThere(reply, IceStatus.OperationNotExist, request);
        }

        if ((request.Mode is IceMode.Normal) != (operation.Mode is IceMode.Normal))
        {
            return reply.Byte((byte)IceStatus.UnknownLocalException).Text($"{request.Operation} is {operation.Mode}.");
        }

        try
        {
            return reply.Byte((byte)IceStatus.Ok).Encapsulation(await operation.RunAsync(request.Parameters, cancellationToken));
        }
        catch (Exception error) // The servants answer with safe values by themselves; what comes here is a caller's nonsense or our own fault, and must not end the process.
        {
            logger.LogError(error, "The call {Operation} of the Mumble server could not be answered.", request.Operation);
            return new IceWriter().Int(request.Id).Byte((byte)IceStatus.UnknownException).Text("The call could not be answered.");
        }
    }

    private static IceWriter NotThere(IceWriter reply, IceStatus status, IceRequest request) =>
        reply.Byte((byte)status).Identity(request.Target).Texts(request.Facet).Text(request.Operation);
}
