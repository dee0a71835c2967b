namespace AllianceAuth.Simulator.Faults;

/// <summary>How a service fails.</summary>
public enum FaultKind
{
    /// <summary>502 from the load balancer, as HTML.</summary>
    BadGateway,

    /// <summary>503: JSON from ESI and Discord, HTML from the others.</summary>
    Unavailable,

    /// <summary>504: JSON from ESI, HTML from the others.</summary>
    Timeout,

    /// <summary>The right answer, but late by <see cref="Fault.DelayMs"/>.</summary>
    Slow,

    /// <summary>429 with <c>Retry-After</c>.</summary>
    RateLimited,

    /// <summary>420, the spent error limit.</summary>
    ErrorLimited,

    /// <summary>404, whatever was asked for.</summary>
    NotFound,

    /// <summary>200 with a body that breaks off in the middle.</summary>
    Malformed,

    /// <summary>Headers, a few bytes, and the connection is gone.</summary>
    Cut,
}

/// <summary>A fault that a service shows until it is lifted.</summary>
/// <param name="Service">Who fails.</param>
/// <param name="Kind">How.</param>
/// <param name="Route">Only requests whose path holds this text; null for all.</param>
/// <param name="Count">How many requests it still strikes; null for any number.</param>
/// <param name="DelayMs">Milliseconds by the simulator's clock; for <see cref="FaultKind.Slow"/>.</param>
/// <param name="Seconds">What the answer says about when to come back; for <see cref="FaultKind.RateLimited"/> and <see cref="FaultKind.ErrorLimited"/>.</param>
public sealed record Fault(SimulatedService Service, FaultKind Kind, string? Route = null, int? Count = null, int DelayMs = 2_000, int Seconds = 30)
{
    /// <summary>Given when it is set; lifts this one fault.</summary>
    public int Id { get; init; }
}
