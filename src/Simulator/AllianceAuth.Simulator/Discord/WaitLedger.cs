using System.Text.RegularExpressions;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Who was told to wait, for what and until when: whoever sends all the same is no good client.</summary>
internal sealed partial class WaitLedger(TimeProvider clock)
{
    private const string Everything = "*";

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Caller, string Route), DateTimeOffset> _until = [];

    /// <param name="http">The call that was refused.</param>
    /// <param name="wait">What it was told.</param>
    /// <param name="isGlobal">For all routes.</param>
    public void Told(HttpContext http, TimeSpan wait, bool isGlobal)
    {
        lock (_lock)
        {
            _until[(Caller(http), isGlobal ? Everything : Route(http))] = clock.GetUtcNow() + wait;
        }
    }

    public bool ShouldWait(HttpContext http)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            return (_until.TryGetValue((Caller(http), Route(http)), out var route) && now < route) || (_until.TryGetValue((Caller(http), Everything), out var all) && now < all);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _until.Clear();
        }
    }

    /// <summary>The token, or the address of who has none.</summary>
    public static string Caller(HttpContext http) => http.Request.Headers.Authorization is [{ Length: > 0 } sent] ? sent : Address(http);

    public static string Address(HttpContext http) => $"{http.Connection.RemoteIpAddress}";

    /// <summary>Ids below the first one make no other bucket, and neither does the version.</summary>
    private static string Route(HttpContext http) =>
        $"{http.Request.Method} {Ids().Replace(DiscordPath.Of(http).Path, match => match.Index <= "/guilds".Length ? match.Value : "/{id}")}";

    [GeneratedRegex("/[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();
}
