using AllianceAuth.Shared.Results;

namespace AllianceAuth.Analytics.Features.EditToken;

/// <summary>The form of one receiver. Its secret never leaves the database again.</summary>
/// <param name="Id">Its number; null for a new one.</param>
/// <param name="Name">What the admin calls it.</param>
/// <param name="MeasurementId">Which property.</param>
/// <param name="HasSecret">Whether a secret is stored.</param>
/// <param name="Sends">Switches that are on.</param>
public sealed record TokenView(int? Id, string Name, string MeasurementId, bool HasSecret, IReadOnlyCollection<string> Sends)
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, Refusal> Errors { get; init; } = new Dictionary<string, Refusal>(StringComparer.Ordinal);

    /// <summary>Whether the reader may save.</summary>
    public bool MayChange { get; init; }

    /// <summary>Whether the reader may delete it.</summary>
    public bool MayDelete { get; init; }

    /// <summary>Events that are switched on and wait for an agreement.</summary>
    public int Waiting { get; init; }

    /// <summary>Events that are sent.</summary>
    public int Agreed { get; init; }

    /// <summary>Who agreed; empty when nobody did.</summary>
    public string AgreedBy { get; init; } = "";

    /// <summary>UTC, when somebody agreed.</summary>
    public DateTimeOffset? AgreedAt { get; init; }

    /// <summary>What was sent last, newest first.</summary>
    public IReadOnlyList<SentView> Sent { get; init; } = [];
}

/// <summary>One event that was sent.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">UTC.</param>
/// <param name="Words">What it told.</param>
/// <param name="Value">How many.</param>
/// <param name="Address">Where to, without the secret.</param>
/// <param name="Body">Word for word.</param>
/// <param name="Status">HTTP status of the answer; null when there was none.</param>
/// <param name="Answer">The answer's text, or why there was none.</param>
public sealed record SentView(Guid Id, DateTimeOffset At, string Words, int Value, string Address, string Body, int? Status, string Answer);
