using System.Globalization;
using System.Text.Json;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Esi;

/// <summary>One operation of ESI and the rules that the gateway holds it to.</summary>
/// <param name="Verb">HTTP verb.</param>
/// <param name="Pattern">New style: no version, no trailing slash. At most one <c>{…}</c>, always a number.</param>
/// <param name="Answer">Makes the answer; transport is not its business.</param>
internal sealed record EsiRoute(string Verb, string Pattern, Func<EsiCall, EsiReply> Answer)
{
    /// <summary>The scope a token must have; null for a public route.</summary>
    public string? Scope { get; init; }

    /// <summary>How long an answer stays good; null for no cache headers.</summary>
    public TimeSpan? Cache { get; init; }

    /// <summary>Static data: good until the end of the next downtime.</summary>
    public bool UntilDowntime { get; init; }

    /// <summary>The bucket it draws from; without one the error limit applies.</summary>
    public RateGroup? Group { get; init; }

    /// <summary>Whether the answer depends on the language.</summary>
    public bool Localized { get; init; }

    /// <summary>The token must belong to the character in the path.</summary>
    public bool OwnCharacterOnly => Scope is not null && Pattern.StartsWith("/characters/{", StringComparison.Ordinal);
}

/// <summary>A bucket of tokens.</summary>
/// <param name="Name">As in <c>X-Ratelimit-Group</c>.</param>
/// <param name="Tokens">Per 15 minutes.</param>
internal sealed record RateGroup(string Name, int Tokens);

/// <summary>What a route sees of a request that passed the gateway.</summary>
internal sealed record EsiCall(World World, DateTimeOffset Now, SimulatorSettings Settings)
{
    /// <summary>The number in the path; 0 where there is none.</summary>
    public long Id { get; init; }

    public IQueryCollection Query { get; init; } = QueryCollection.Empty;

    public string Body { get; init; } = "";

    /// <summary>Null on public routes.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>The date that decides the shape of the answer.</summary>
    public DateOnly CompatibilityDate { get; init; }

    /// <summary>Where the image server is.</summary>
    public string ImageAddress { get; init; } = "";

    /// <summary>Keeps a part of an answer as long as the server would, when cache lag is on.</summary>
    public required Func<string, TimeSpan, Func<object>, object> Hold { get; init; }

    /// <returns>Null when the body is not a list of 1 to <paramref name="most"/> different values.</returns>
    public IReadOnlyList<T>? List<T>(int most)
    {
        try
        {
            return JsonSerializer.Deserialize<T[]>(Body) is { Length: > 0 } list && list.Length <= most && list.Distinct().Count() == list.Length && !list.Contains(default) ? list : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a route answers.</summary>
internal sealed record EsiReply(int Status, object Body, int? Pages = null)
{
    private const int PageSize = 1_000;

    public static EsiReply Ok(object body) => new(StatusCodes.Status200OK, body);

    public static EsiReply Error(int status, string error) => new(status, new { Error = error });

    public static EsiReply NotFound(string what) => Error(StatusCodes.Status404NotFound, $"{what} not found");

    public static EsiReply BadRequest(string error, string location, object? value = null) => new(
        StatusCodes.Status400BadRequest,
        new { Error = error, Details = new[] { new { Location = location, Message = error, Value = value } } });

    /// <summary>One page of a list; 404 past the end.</summary>
    public static EsiReply Paged(IReadOnlyList<long> all, string? page)
    {
        var pages = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        if (!int.TryParse(page ?? "1", CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            return BadRequest("page must be a number from 1 up", "query.page", page);
        }

        return number > pages
            ? Error(StatusCodes.Status404NotFound, "Requested page does not exist!")
            : Ok(all.Skip((number - 1) * PageSize).Take(PageSize)) with { Pages = pages };
    }
}
