using Microsoft.Extensions.Primitives;

namespace AllianceAuth.Simulator.Sso;

/// <summary>What an application asks of sign-on: the parameters of the authorise address, as sent.</summary>
internal sealed record AuthorizeRequest(
    string ResponseType, string ClientId, string RedirectUri, string Scope, string State, string? CodeChallenge, string? CodeChallengeMethod)
{
    public IReadOnlyList<string> Scopes => Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static AuthorizeRequest Of(Func<string, StringValues> parameter) => new(
        parameter("response_type").ToString(),
        parameter("client_id").ToString(),
        parameter("redirect_uri").ToString(),
        parameter("scope").ToString(),
        parameter("state").ToString(),
        parameter("code_challenge") is [{ Length: > 0 } challenge] ? challenge : null,
        parameter("code_challenge_method") is [{ Length: > 0 } method] ? method : null);

    /// <summary>Names and values, to be carried along by forms.</summary>
    public IEnumerable<(string Name, string Value)> Parameters()
    {
        yield return ("response_type", ResponseType);
        yield return ("client_id", ClientId);
        yield return ("redirect_uri", RedirectUri);
        yield return ("scope", Scope);
        yield return ("state", State);
        if (CodeChallenge is not null)
        {
            yield return ("code_challenge", CodeChallenge);
            yield return ("code_challenge_method", CodeChallengeMethod ?? "");
        }
    }

    /// <summary>The callback with an answer for the application.</summary>
    public string Back(string name, string value) =>
        $"{RedirectUri}{(RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}&state={Uri.EscapeDataString(State)}";
}
