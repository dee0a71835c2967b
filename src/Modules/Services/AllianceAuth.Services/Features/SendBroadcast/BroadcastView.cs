using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.Services.Features.SendBroadcast;

/// <summary>The page that sends messages. SVC-055.</summary>
/// <param name="Number">Number of this form: sent twice, it is done once.</param>
/// <param name="Services">Services that can send, by name.</param>
/// <param name="Groups">Whom the pilot may write to.</param>
public sealed record BroadcastView(Guid Number, IReadOnlyList<FilterChoice> Services, IReadOnlyList<FilterChoice> Groups)
{
    /// <summary>Chosen service.</summary>
    public string? Service { get; init; }

    /// <summary>Chosen group.</summary>
    public string? Group { get; init; }

    /// <summary>What is typed.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, Refusal> Errors { get; init; } = new Dictionary<string, Refusal>();

    /// <summary>It would go to everybody, so the pilot is asked once more.</summary>
    public bool AsksFirst { get; init; }

    /// <summary>What was sent lately.</summary>
    public IReadOnlyList<BroadcastLineView> Log { get; init; } = [];

    /// <summary>Whether the log tells of everybody's, not only the pilot's own.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Whether something of the log is still under way.</summary>
    public bool IsUnderWay => Log.Any(l => l.Tone == Tone.Info);
}

/// <summary>A message of the log.</summary>
/// <param name="Sender">Ticker and main.</param>
/// <param name="Service">What the service is called.</param>
/// <param name="Group">To whom; null for everybody.</param>
/// <param name="Message">What was typed.</param>
/// <param name="At">UTC.</param>
/// <param name="State">Text key of what became of it.</param>
/// <param name="Tone">How that is meant.</param>
/// <param name="Reason">Why it failed, or null.</param>
public sealed record BroadcastLineView(string Sender, string Service, string? Group, string Message, DateTimeOffset At, string State, Tone Tone, Refusal? Reason);
