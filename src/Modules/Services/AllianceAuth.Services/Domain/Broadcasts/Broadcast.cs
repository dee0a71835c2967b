using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain.Broadcasts;

/// <summary>A message that somebody sends through a service, and what became of it. Kept as the log of who sent what. SVC-055.</summary>
internal sealed class Broadcast
{
    public const int MessageLength = 4000;
    public const int TextLength = 5000;

    /// <summary>A call to a fleet that comes later than this helps nobody.</summary>
    public static readonly TimeSpan Useful = TimeSpan.FromMinutes(30);

    /// <summary>Nobody sends for so long: the node that did was stopped.</summary>
    public static readonly TimeSpan LongestSending = TimeSpan.FromMinutes(5);

    /// <summary>The form's number: sent twice, it is one broadcast.</summary>
    public required Guid Id { get; init; }

    public required string Service { get; init; }

    public required UserId Sender { get; init; }

    /// <summary>As the receivers read it: ticker and main.</summary>
    public required string SenderName { get; init; }

    /// <summary>Name of the group; null for everybody.</summary>
    public string? GroupName { get; init; }

    /// <summary>What was typed.</summary>
    public required string Message { get; init; }

    /// <summary>What is sent: the message with sender, target and time.</summary>
    public required string Text { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public BroadcastState State { get; set; }

    /// <summary>Since when it has this state.</summary>
    public DateTimeOffset StateAt { get; set; }

    /// <summary>Text key of why it failed; null otherwise.</summary>
    public string? Reason { get; set; }

    public string[] ReasonArguments { get; set; } = [];

    /// <summary>What a job that looks at it now has to do about it.</summary>
    public BroadcastStep NextStep(DateTimeOffset now) => State switch
    {
        BroadcastState.Waiting => now - CreatedAt > Useful ? BroadcastStep.TooLate : BroadcastStep.Send,
        BroadcastState.Sending when now - StateAt > LongestSending => BroadcastStep.Lost,
        _ => BroadcastStep.Nothing,
    };

    /// <summary>It went out.</summary>
    public void Sent(DateTimeOffset now) => (State, StateAt) = (BroadcastState.Sent, now);

    /// <summary>The service has no time: it waits again.</summary>
    public void WaitAgain(DateTimeOffset now) => (State, StateAt) = (BroadcastState.Waiting, now);

    /// <summary>It did not go out, or nobody knows.</summary>
    public void Failed(DateTimeOffset now, string reason, params IReadOnlyList<string> arguments) =>
        (State, StateAt, Reason, ReasonArguments) = (BroadcastState.Failed, now, reason, [.. arguments]);
}

/// <summary>How far a broadcast is.</summary>
internal enum BroadcastState
{
    /// <summary>A job will send it.</summary>
    Waiting = 0,

    /// <summary>A job is sending it.</summary>
    Sending = 1,

    /// <summary>The service took it.</summary>
    Sent = 2,

    /// <summary>It did not go out, or nobody knows whether it did.</summary>
    Failed = 3,
}

/// <summary>What is to be done about a broadcast.</summary>
internal enum BroadcastStep
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Send it.</summary>
    Send,

    /// <summary>It waited too long to be of use.</summary>
    TooLate,

    /// <summary>The node that sent it was stopped; it is never sent twice.</summary>
    Lost,
}
