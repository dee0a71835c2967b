using AllianceAuth.Shared.Access;

namespace AllianceAuth.Admin.Domain;

/// <summary>An action on many things that a job works through, a hundred at a time.</summary>
internal sealed class BulkRun
{
    /// <summary>Deleting, which every model has.</summary>
    public const string Delete = "delete";

    /// <summary>Up to so many are done while the admin waits; beyond it a job does them.</summary>
    public const int MostAtOnce = 100;

    /// <summary>More than this nobody means.</summary>
    public const int Most = 100_000;

    public required Guid Id { get; init; }

    public required string App { get; init; }

    public required string Model { get; init; }

    /// <summary>Key of the action, or <see cref="Delete"/>.</summary>
    public required string Action { get; init; }

    public required string[] Keys { get; init; }

    public required UserId Actor { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>How many of the keys were gone through.</summary>
    public int Handled { get; private set; }

    /// <summary>How many it was done to.</summary>
    public int Done { get; private set; }

    /// <summary>Why not to others: code and arguments of refusals, the first few.</summary>
    public string[] Refusals { get; private set; } = [];

    public int Refused { get; private set; }

    public bool IsFinished => FinishedAt is not null;

    /// <summary>What comes next.</summary>
    public IReadOnlyList<string> NextKeys => Keys[Handled..Math.Min(Handled + MostAtOnce, Keys.Length)];

    /// <summary>Notes what became of the next keys.</summary>
    public void Advance(int keys, int done, IReadOnlyList<string> refusals, DateTimeOffset now)
    {
        Handled += keys;
        Done += done;
        Refused += refusals.Count;
        Refusals = [.. Refusals.Concat(refusals).Distinct(StringComparer.Ordinal).Take(20)];
        if (Handled >= Keys.Length)
        {
            FinishedAt = now;
        }
    }

    /// <summary>Whoever asked for it may not do it any more.</summary>
    public void Stop(string refusal, DateTimeOffset now)
    {
        Refused += Keys.Length - Handled;
        Refusals = [.. Refusals, refusal];
        FinishedAt = now;
    }
}
