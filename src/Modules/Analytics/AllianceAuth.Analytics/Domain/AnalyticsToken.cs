using AllianceAuth.Shared.Access;

namespace AllianceAuth.Analytics.Domain;

/// <summary>
/// A receiver of usage statistics: a property of Google Analytics 4. It gets nothing until an admin has read, word for word, what it would get,
/// and has agreed to it; what was not read, or has another receiver now, waits for a new agreement.
/// </summary>
internal sealed class AnalyticsToken
{
    public const int NameLength = 254;
    public const int MeasurementIdLength = 254;

    public int Id { get; private set; }

    public string Name { get; set; } = "";

    /// <summary>Of the receiver, for example <c>G-ABC123</c>.</summary>
    public string MeasurementId { get; private set; } = "";

    /// <summary>API secret of the measurement protocol, sealed; empty for none.</summary>
    public string SealedSecret { get; set; } = "";

    /// <summary>The switches.</summary>
    public UsageKinds Sends { get; set; }

    /// <summary>Words of the events an admin has read and agreed to.</summary>
    public string[] AgreedWords { get; private set; } = [];

    /// <summary>The form of the message that was read; another form needs another agreement.</summary>
    public int AgreedForm { get; private set; }

    public UserId? AgreedBy { get; private set; }

    public DateTimeOffset? AgreedAt { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether this event goes to this receiver.</summary>
    public bool Allows(UsageEvent usage) =>
        Sends.HasFlag(usage.Kind) && AgreedForm == UsageMessage.Form && AgreedWords.Contains(usage.Words, StringComparer.Ordinal);

    /// <summary>Switched on, but not agreed to yet.</summary>
    public bool WaitsFor(UsageEvent usage) => Sends.HasFlag(usage.Kind) && !Allows(usage);

    /// <summary>Sets the receiver. Another one than was agreed to ends the agreement.</summary>
    public void SendTo(string measurementId)
    {
        if (measurementId != MeasurementId)
        {
            Withdraw();
        }

        MeasurementId = measurementId;
    }

    /// <summary>An admin has read these events and agrees that they are sent.</summary>
    public void Agree(IEnumerable<UsageEvent> read, UserId admin, DateTimeOffset now)
    {
        AgreedWords = [.. read.Where(e => Sends.HasFlag(e.Kind)).Select(e => e.Words).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        (AgreedForm, AgreedBy, AgreedAt) = (UsageMessage.Form, admin, now);
    }

    /// <summary>Takes the agreement back: nothing is sent any more.</summary>
    public void Withdraw() => (AgreedWords, AgreedForm, AgreedBy, AgreedAt) = ([], 0, null, null);
}
