namespace AllianceAuth.EveOnline.Domain;

/// <summary>The last good answer of a GET call, shared by all nodes: never asked again before it expires, served with its age when ESI is away.</summary>
internal sealed class EsiResponse
{
    /// <summary>Path with query; with the character's id in front when the call bore a token.</summary>
    public required string Key { get; init; }

    /// <summary>200, or 404 for what does not exist.</summary>
    public int Status { get; set; }

    public string? Body { get; set; }

    public string? ETag { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset FetchedAt { get; set; }

    /// <summary>Until then one node is asking; the others wait for what it brings.</summary>
    public DateTimeOffset? AskingUntil { get; set; }
}

/// <summary>What one bucket of ESI's limits still allows, shared by all nodes.</summary>
internal sealed class EsiBudget
{
    /// <summary>Row of the error limit, which routes without a rate-limit group share.</summary>
    public const string Errors = "errors";

    /// <summary>Row that holds pauses for everything.</summary>
    public const string Everything = "all";

    /// <summary><see cref="Errors"/>, <see cref="Everything"/>, or a rate-limit group with its caller (<c>char-location:2112000001</c>).</summary>
    public required string Key { get; init; }

    public int MaxTokens { get; set; }

    public int WindowSeconds { get; set; }

    /// <summary>As ESI last told it.</summary>
    public int Remaining { get; set; }

    /// <summary>The worst that calls under way may still cost.</summary>
    public int Reserved { get; set; }

    /// <summary>UTC; from then on the bucket counts as full.</summary>
    public DateTimeOffset ResetsAt { get; set; }

    public DateTimeOffset? LastCallAt { get; set; }

    /// <summary>UTC; nobody calls before.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    /// <summary>UTC; work that nobody waits for does not call before.</summary>
    public DateTimeOffset? BackgroundPausedUntil { get; set; }

    /// <summary>Text key that says why.</summary>
    public string? PauseReason { get; set; }

    /// <summary>Server errors in a row; the pause grows with them.</summary>
    public int Failures { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset? LastErrorAt { get; set; }
}

/// <summary>One kind of update and how its last runs went.</summary>
internal sealed class Sweep
{
    public const string Affiliations = "affiliations";
    public const string Names = "names";
    public const string Corporations = "corporations";
    public const string Alliances = "alliances";
    public const string Factions = "factions";

    public required string Name { get; init; }

    /// <summary>UTC start of the last run that got an answer for everything: what we know is at least this fresh.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    public DateTimeOffset LastRunAt { get; set; }

    public int Looked { get; set; }

    public int Changed { get; set; }

    public int Unanswered { get; set; }

    public string? Error { get; set; }
}
