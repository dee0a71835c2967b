using AllianceAuth.Simulator.Sso;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Linking of users: codes, tokens, and who may have them.</summary>
internal sealed class DiscordOAuth
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);

    private readonly SimulatedDiscord _discord;
    private readonly Secrets _secrets;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _callbacks;
    private readonly Dictionary<string, IssuedCode> _codes = new(StringComparer.Ordinal);

    public DiscordOAuth(SimulatedDiscord discord, Secrets secrets, TimeProvider clock)
    {
        (_discord, _secrets, _clock) = (discord, secrets, clock);
        _callbacks = new(discord.Options.Callbacks, StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Callbacks
    {
        get
        {
            lock (_lock)
            {
                return [.. _callbacks.Order(StringComparer.Ordinal)];
            }
        }
    }

    private string ClientId => DiscordJson.Id(_discord.Options.ClientId);

    public void AddCallback(string callback)
    {
        lock (_lock)
        {
            _callbacks.Add(callback);
        }
    }

    /// <returns>Null when the request is sound; otherwise what is wrong, for the person in front of the browser.</returns>
    public string? Fault(DiscordAuthorizeRequest request)
    {
        lock (_lock)
        {
            if (request.ClientId != ClientId)
            {
                return "Unknown application: this client_id is not registered.";
            }

            if (request.IsInvite && request.RedirectUri.Length == 0)
            {
                return request.HasUnknownScope ? "One or more scopes are unknown." : null;
            }

            if (!_callbacks.Contains(request.RedirectUri))
            {
                return $"Invalid OAuth2 redirect_uri: {request.RedirectUri} is not registered. It must be equal to the last character.";
            }

            return request.ResponseType == "code" ? null : "response_type must be code.";
        }
    }

    public string IssueCode(DiscordAuthorizeRequest request, DiscordUser user)
    {
        lock (_lock)
        {
            var code = _secrets.NextCode();
            _codes[code] = new(user.Id, request.Scopes, request.RedirectUri, _clock.GetUtcNow());
            return code;
        }
    }

    public DiscordAnswer Token(TokenRequest request)
    {
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        return request.GrantType switch
        {
            "authorization_code" => Redeem(request),
            "refresh_token" => Refresh(request),
            _ => Error("unsupported_grant_type", "Grant type is not supported"),
        };
    }

    /// <summary>Ends the whole authorisation of the user; 200 even for a token that was never there.</summary>
    public DiscordAnswer Revoke(TokenRequest request)
    {
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (_discord.Grants.Either(request.Token) is { } grant)
        {
            _discord.Grants.Withdraw(grant.UserId);
            _discord.Changed();
        }

        return DiscordAnswer.Ok(new { });
    }

    private DiscordAnswer Redeem(TokenRequest request)
    {
        IssuedCode? code;
        lock (_lock)
        {
            _codes.Remove(request.Code, out code);
        }

        if (code is null || _clock.GetUtcNow() - code.At > CodeLife || _discord.AllUsers.Find(code.UserId) is null)
        {
            return Error("invalid_grant", "Invalid \"code\" in request.");
        }

        return code.RedirectUri == request.RedirectUri ? Granted(code.UserId, code.Scopes, instead: null) : Error("invalid_grant", "Invalid \"redirect_uri\" in request.");
    }

    private DiscordAnswer Refresh(TokenRequest request) => _discord.Grants.FindRefresh(request.RefreshToken) is { } grant
        ? Granted(grant.UserId, grant.Scopes, grant)
        : Error("invalid_grant", "Invalid \"refresh_token\" in request.");

    private DiscordAnswer Granted(long userId, IReadOnlyList<string> scopes, DiscordGrant? instead)
    {
        var life = _discord.Settings.AccessTokenSeconds;
        var grant = new DiscordGrant(_secrets.NextCode(), _secrets.NextCode(), userId, scopes, _clock.GetUtcNow().AddSeconds(life));
        _discord.Grants.Add(grant, instead);
        _discord.Changed();
        return DiscordAnswer.Ok(new { access_token = grant.AccessToken, token_type = "Bearer", expires_in = life, refresh_token = grant.RefreshToken, scope = string.Join(' ', scopes) });
    }

    private DiscordAnswer? Refusal(TokenRequest request) =>
        request.ClientId == ClientId && request.Secret == _discord.Options.ClientSecret ? null : new(StatusCodes.Status401Unauthorized, new { error = "invalid_client" });

    private static DiscordAnswer Error(string error, string description) => new(StatusCodes.Status400BadRequest, new { error, error_description = description });

    private sealed record IssuedCode(long UserId, IReadOnlyList<string> Scopes, string RedirectUri, DateTimeOffset At);
}
