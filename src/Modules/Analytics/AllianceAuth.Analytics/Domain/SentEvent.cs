namespace AllianceAuth.Analytics.Domain;

/// <summary>An event on its way to one receiver, and afterwards the record of what was sent and what came back.</summary>
internal sealed class SentEvent
{
    public const int AnswerLength = 2000;

    private SentEvent()
    {
    }

    public SentEvent(int token, string occasion, UsageEvent usage, DateTimeOffset now)
    {
        (Id, TokenId, Occasion, CreatedAt) = (Guid.CreateVersion7(now), token, occasion, now);
        (Kind, Namespace, Task, Label, Value, Result) = (usage.Kind, usage.Namespace, usage.Task, usage.Label, usage.Value, usage.Result);
    }

    public Guid Id { get; private set; }

    public int TokenId { get; private set; }

    /// <summary>What it was sent for: a day, or one report. The same event is sent once for it.</summary>
    public string Occasion { get; private set; } = "";

    public UsageKinds Kind { get; private set; }

    public string Namespace { get; private set; } = "";

    public string Task { get; private set; } = "";

    public string Label { get; private set; } = "";

    public int Value { get; private set; }

    public string Result { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When sending began: it begins once, whatever comes of it.</summary>
    public DateTimeOffset? BegunAt { get; private set; }

    /// <summary>Where it went, without the query that holds the secret.</summary>
    public string Address { get; set; } = "";

    /// <summary>What was sent, word for word.</summary>
    public string Body { get; set; } = "";

    /// <summary>HTTP status of the answer; null while under way, or when nobody answered.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's text, or why there was none.</summary>
    public string Answer { get; set; } = "";

    public UsageEvent Usage => new(Kind, Namespace, Task, Label, Value, Result);
}
