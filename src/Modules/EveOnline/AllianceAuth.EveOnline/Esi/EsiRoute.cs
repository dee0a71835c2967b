namespace AllianceAuth.EveOnline.Esi;

/// <summary>What the description of ESI says about one of the routes we use.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path with placeholders, for the log.</param>
/// <param name="CacheFor">How long an answer counts when it does not say so itself.</param>
/// <param name="Group">Its rate-limit group; null when the error limit applies.</param>
/// <param name="GroupTokens">Tokens of that group in 15 minutes.</param>
internal sealed record EsiRoute(HttpMethod Method, string Template, TimeSpan CacheFor, string? Group = null, int GroupTokens = 0)
{
    public static readonly EsiRoute Status = new(HttpMethod.Get, "/status", TimeSpan.FromSeconds(30), "status", 600);
    public static readonly EsiRoute Affiliation = new(HttpMethod.Post, "/characters/affiliation", TimeSpan.Zero);
    public static readonly EsiRoute Names = new(HttpMethod.Post, "/universe/names", TimeSpan.Zero);
    public static readonly EsiRoute Ids = new(HttpMethod.Post, "/universe/ids", TimeSpan.Zero);
    public static readonly EsiRoute Character = new(HttpMethod.Get, "/characters/{id}", TimeSpan.FromDays(1));
    public static readonly EsiRoute CorporationHistory = new(HttpMethod.Get, "/characters/{id}/corporationhistory", TimeSpan.FromDays(1));
    public static readonly EsiRoute Corporation = new(HttpMethod.Get, "/corporations/{id}", TimeSpan.FromHours(1));
    public static readonly EsiRoute Alliance = new(HttpMethod.Get, "/alliances/{id}", TimeSpan.FromHours(1));
    public static readonly EsiRoute AllianceCorporations = new(HttpMethod.Get, "/alliances/{id}/corporations", TimeSpan.FromHours(1));
    public static readonly EsiRoute Factions = new(HttpMethod.Get, "/universe/factions", TimeSpan.FromDays(1));
    public static readonly EsiRoute Type = new(HttpMethod.Get, "/universe/types/{id}", TimeSpan.FromDays(1));

    public bool IsLookUp => Method == HttpMethod.Post;
}

/// <summary>One call.</summary>
/// <param name="Route">Which route.</param>
/// <param name="Path">Its path with ids.</param>
/// <param name="Importance">For whom.</param>
/// <param name="Body">What to post.</param>
/// <param name="Character">Whose token it bears.</param>
/// <param name="Bearer">The token; never logged.</param>
internal sealed record EsiCall(EsiRoute Route, string Path, EsiImportance Importance, object? Body = null, long? Character = null, string? Bearer = null)
{
    public string CacheKey => Character is { } character ? $"{character} {Path}" : Path;

    public override string ToString() => $"{Route.Method} {Path}";
}
