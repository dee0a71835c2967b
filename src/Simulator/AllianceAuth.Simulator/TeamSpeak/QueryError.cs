using System.Globalization;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>What stands in the last line of a reply.</summary>
/// <param name="Id">0 when all went well.</param>
/// <param name="Message">In TeamSpeak's words.</param>
internal sealed record QueryError(int Id, string Message)
{
    private static readonly Dictionary<int, string> Messages = new()
    {
        [0] = "ok",
        [256] = "command not found",
        [512] = "invalid clientID",
        [513] = "nickname is already in use",
        [516] = "invalid client type",
        [518] = "not logged in",
        [520] = "invalid loginname or password",
        [523] = "client is online",
        [524] = "client is flooding",
        [1024] = "invalid serverID",
        [1033] = "server is not running",
        [1281] = "database empty result set",
        [1282] = "database duplicate entry",
        [1538] = "invalid parameter",
        [1539] = "parameter not found",
        [1540] = "convert error",
        [1541] = "invalid parameter size",
        [1542] = "missing required parameter",
        [2560] = "invalid group ID",
        [2561] = "duplicate entry",
        [2562] = "invalid permission ID",
        [2563] = "empty result set",
        [2564] = "access to default group is forbidden",
        [2567] = "group is not empty",
        [2568] = "insufficient client permissions",
        [3329] = "connection failed, you are banned",
        [3331] = "flood ban",
        [3840] = "invalid privilege key",
    };

    public static QueryError Ok { get; } = Of(0);

    /// <summary>The permission that a 2568 names.</summary>
    public int? FailedPermission { get; init; }

    public string? Extra { get; init; }

    /// <summary>Nothing is said to this connection any more.</summary>
    public bool Closes { get; init; }

    public static QueryError Of(int id) => new(id, Messages.GetValueOrDefault(id, "undefined error"));

    public static QueryError Flooding(TimeSpan wait) => Of(524) with { Extra = $"please wait {Seconds(wait)} seconds" };

    public static QueryError FloodBan(TimeSpan left) => Of(3331) with { Extra = $"you may retry in {Seconds(left)} seconds", Closes = true };

    public static QueryError Banned(TimeSpan left) => Of(3329) with { Extra = $"you may retry in {Seconds(left)} seconds", Closes = true };

    private static string Seconds(TimeSpan time) => Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

/// <summary>A command that cannot be obeyed.</summary>
internal sealed class QueryException(QueryError error) : Exception(error.Message)
{
    public QueryException(int id)
        : this(QueryError.Of(id))
    {
    }

    public QueryError Error { get; } = error;
}
