namespace AllianceAuth.EveOnline.Esi;

/// <summary>What a call to ESI came to. Unknown is never "no": whoever decides on access acts on the other three only.</summary>
internal abstract record EsiAnswer<T>
{
    private EsiAnswer()
    {
    }

    /// <param name="Value">What EVE says.</param>
    /// <param name="At">UTC, when it said so; up to the route's cache time ago.</param>
    public sealed record Fresh(T Value, DateTimeOffset At) : EsiAnswer<T>;

    /// <param name="Value">What EVE said last.</param>
    /// <param name="At">UTC, when it said so.</param>
    /// <param name="Age">How old that is.</param>
    /// <param name="Reason">Why there is nothing newer.</param>
    public sealed record Stale(T Value, DateTimeOffset At, TimeSpan Age, EsiTrouble Reason) : EsiAnswer<T>;

    /// <summary>EVE says that it does not exist; for a call with many ids, that one of them does not. EVE-009 to EVE-011.</summary>
    /// <param name="Message">EVE's words, for example that a character has been deleted.</param>
    public sealed record NotFound(string Message) : EsiAnswer<T>;

    /// <summary>Nothing may be concluded.</summary>
    public sealed record Unknown(EsiTrouble Reason) : EsiAnswer<T>;

    /// <summary>The last good value, whatever its age.</summary>
    public bool Has(out T value)
    {
        (var has, value) = this switch
        {
            Fresh fresh => (true, fresh.Value),
            Stale stale => (true, stale.Value),
            _ => (false, default!),
        };
        return has;
    }

    public EsiAnswer<TOther> Select<TOther>(Func<T, TOther> select) => this switch
    {
        Fresh fresh => new EsiAnswer<TOther>.Fresh(select(fresh.Value), fresh.At),
        Stale stale => new EsiAnswer<TOther>.Stale(select(stale.Value), stale.At, stale.Age, stale.Reason),
        NotFound missing => new EsiAnswer<TOther>.NotFound(missing.Message),
        Unknown unknown => new EsiAnswer<TOther>.Unknown(unknown.Reason),
        _ => throw new InvalidOperationException("There is no other answer."),
    };
}

/// <summary>Why ESI could not be asked or did not answer.</summary>
/// <param name="Code">Text key.</param>
/// <param name="Detail">For logs and admins, in English.</param>
/// <param name="Status">HTTP status, when there was an answer.</param>
internal sealed record EsiTrouble(string Code, string Detail, int? Status = null)
{
    public const string Budget = "eveonline.esi.budget";
    public const string ErrorLimit = "eveonline.esi.errorlimit";
    public const string RateLimit = "eveonline.esi.ratelimit";
    public const string Downtime = "eveonline.esi.downtime";
    public const string ServerErrors = "eveonline.esi.servererrors";
    public const string Unreachable = "eveonline.esi.unreachable";
    public const string Unreadable = "eveonline.esi.unreadable";
    public const string Refused = "eveonline.esi.refused";
    public const string Busy = "eveonline.esi.busy";
}

/// <summary>For whom a call is made. The less it matters, the earlier it stops when a limit comes near.</summary>
internal enum EsiImportance
{
    /// <summary>A person waits for the answer.</summary>
    Person,

    /// <summary>Somebody's access hangs on it.</summary>
    Access,

    /// <summary>It can wait.</summary>
    Background,
}
