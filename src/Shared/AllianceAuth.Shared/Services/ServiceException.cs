namespace AllianceAuth.Shared.Services;

/// <summary>Why a connector could not do what it was asked.</summary>
public sealed class ServiceException : Exception
{
    private ServiceException(ServiceTrouble trouble, string reason, IReadOnlyList<string> arguments, TimeSpan? wait, Exception? inner)
        : base($"{reason}{(arguments.Count > 0 ? $" ({string.Join(", ", arguments)})" : "")}", inner)
    {
        Trouble = trouble;
        Reason = reason;
        Arguments = arguments;
        Wait = wait;
    }

    /// <summary>What the engine does about it.</summary>
    public ServiceTrouble Trouble { get; }

    /// <summary>Text key of the reason, its first part the module: <c>services.discord.trouble.roletoolow</c>. Shown to the pilot and to admins.</summary>
    public string Reason { get; }

    /// <summary>Values for its placeholders.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary>How long the service wants to be left alone; null where it does not say.</summary>
    public TimeSpan? Wait { get; }

    /// <summary>The service does not answer, or not sensibly. Nothing is known about this account; after a few of these the service rests for all.</summary>
    public static ServiceException Down(string reason, Exception? inner = null, params IReadOnlyList<string> arguments) => new(ServiceTrouble.Down, reason, arguments, null, inner);

    /// <summary>The service asks us to slow down. Does not count as a try.</summary>
    public static ServiceException Busy(TimeSpan wait) => new(ServiceTrouble.Busy, "services.trouble.busy", [], wait, null);

    /// <summary>The service refuses this one account: tried again with pauses, with the reason shown.</summary>
    public static ServiceException Refused(string reason, params IReadOnlyList<string> arguments) => new(ServiceTrouble.Refused, reason, arguments, null, null);

    /// <summary>Our settings are wrong or our account there may not do this: everything rests until an admin looked.</summary>
    public static ServiceException Misconfigured(string reason, params IReadOnlyList<string> arguments) => new(ServiceTrouble.Misconfigured, reason, arguments, null, null);

    /// <summary>The account is gone there, by the pilot's or somebody's hand: ours ends too, and the pilot is told. DISC-051.</summary>
    public static ServiceException Gone(string reason, params IReadOnlyList<string> arguments) => new(ServiceTrouble.Gone, reason, arguments, null, null);
}

/// <summary>Kinds of trouble, by what is done about them.</summary>
public enum ServiceTrouble
{
    /// <summary>No answer: try later, all rest after a few.</summary>
    Down,

    /// <summary>Too fast: wait as long as it says.</summary>
    Busy,

    /// <summary>This account only: pauses, then once an hour.</summary>
    Refused,

    /// <summary>Nothing will work until an admin acts.</summary>
    Misconfigured,

    /// <summary>The account is gone over there.</summary>
    Gone,
}
