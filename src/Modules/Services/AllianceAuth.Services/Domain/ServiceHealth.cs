namespace AllianceAuth.Services.Domain;

/// <summary>How a service as a whole stands, the worst first.</summary>
public enum ServiceHealth
{
    /// <summary>The brake holds removals back.</summary>
    Held,

    /// <summary>An admin paused it.</summary>
    Paused,

    /// <summary>It does not answer, or our account there may not do what we need.</summary>
    Down,

    /// <summary>Something is due.</summary>
    Due,

    /// <summary>Somebody changed something over there.</summary>
    Drifted,

    /// <summary>All is as it should be.</summary>
    InStep,
}

/// <summary>Decides it. No I/O.</summary>
internal static class ServiceHealths
{
    public static ServiceHealth Of(ServiceState? state, int due, int drift) => state switch
    {
        { HeldSince: not null } => ServiceHealth.Held,
        { IsFrozen: true } => ServiceHealth.Paused,
        { DownSince: not null } => ServiceHealth.Down,
        _ when due > 0 => ServiceHealth.Due,
        _ when drift > 0 => ServiceHealth.Drifted,
        _ => ServiceHealth.InStep,
    };
}
