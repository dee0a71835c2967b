using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The parameters of the authorise address, as sent.</summary>
internal sealed record DiscordAuthorizeRequest(string ResponseType, string ClientId, string RedirectUri, string Scope, string? State, string Permissions, string GuildId)
{
    private static readonly HashSet<string> KnownScopes = new(
        ["identify", "email", "guilds", "guilds.join", "guilds.members.read", "connections", "role_connections.write", "openid", "bot", "applications.commands"], StringComparer.Ordinal);

    public IReadOnlyList<string> Scopes => [.. Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    /// <summary>A bot is to be invited; a user need not be linked.</summary>
    public bool IsInvite => Scopes.Contains("bot");

    public bool HasUnknownScope => Scopes.Count == 0 || Scopes.Any(s => !KnownScopes.Contains(s));

    /// <summary>As bits; none when it cannot be read.</summary>
    public long PermissionBits => long.TryParse(Permissions, CultureInfo.InvariantCulture, out var bits) && bits >= 0 ? bits : 0;

    public static DiscordAuthorizeRequest Of(Func<string, StringValues> parameter) => new(
        parameter("response_type").ToString(),
        parameter("client_id").ToString(),
        parameter("redirect_uri").ToString(),
        parameter("scope").ToString(),
        parameter("state") is [{ } state] ? state : null,
        parameter("permissions").ToString(),
        parameter("guild_id").ToString());

    /// <summary>Names and values, to be carried along by forms.</summary>
    public IEnumerable<(string Name, string Value)> Parameters()
    {
        (string Name, string? Value)[] all =
            [("response_type", ResponseType), ("client_id", ClientId), ("redirect_uri", RedirectUri), ("scope", Scope), ("state", State), ("permissions", Permissions), ("guild_id", GuildId)];
        return all.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => (p.Name, p.Value!));
    }

    /// <summary>The callback with an answer for the application.</summary>
    public string Back(params (string Name, string Value)[] answer) =>
        $"{RedirectUri}{(RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', answer.Append(("state", State ?? "")).Where(p => p.Item1 != "state" || State is not null).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2)}"))}";
}
