namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>A call over Ice that did not succeed.</summary>
internal class IceException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The other side sent something that is not Ice, or not the part of it that we speak.</summary>
internal sealed class IceFormatException(string what) : IceException($"Unreadable: {what}.");

/// <summary>There is no connection, or it was lost before the answer came.</summary>
internal sealed class IceConnectionException(string message, Exception? inner = null) : IceException(message, inner);

/// <summary>The called object answered with an exception of its interface.</summary>
/// <param name="typeId">For example <c>::Murmur::InvalidSecretException</c>.</param>
internal sealed class IceUserException(string typeId) : IceException($"The server answered {typeId}.")
{
    /// <summary>Without the module, which changed its name between versions: <c>InvalidSecretException</c>.</summary>
    public string Name { get; } = typeId[(typeId.LastIndexOf(':') + 1)..];
}

/// <summary>The call did not reach an operation, or the other side failed inside it.</summary>
internal sealed class IceDispatchException(IceStatus status, string detail) : IceException($"The server answered {status}{(detail.Length > 0 ? $": {detail}" : "")}.")
{
    public IceStatus Status => status;
}

/// <summary>How a reply ends a call.</summary>
internal enum IceStatus : byte
{
    Ok = 0,
    UserException = 1,
    ObjectNotExist = 2,
    FacetNotExist = 3,
    OperationNotExist = 4,
    UnknownLocalException = 5,
    UnknownUserException = 6,
    UnknownException = 7,
}
