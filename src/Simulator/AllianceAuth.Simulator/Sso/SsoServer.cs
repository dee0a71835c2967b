using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Simulator.State;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Sso;

/// <summary>An answer of the token endpoint: JSON, and whether the caller has to say who it is.</summary>
internal sealed record SsoAnswer(int Status, object Body, bool Challenge = false)
{
    public static SsoAnswer Error(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        new(status, new { error, error_description = description }, Challenge: status == StatusCodes.Status401Unauthorized);

    public static SsoAnswer InvalidScope(string scope) => Error("invalid_scope", $"The requested '{scope}' scope is not valid.");
}

/// <summary>The memory and the rules of EVE sign-on.</summary>
internal sealed class SsoServer(World world, TokenMint mint, Secrets secrets, LiveSettings settings, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SsoClient> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scopes = new(EveScopes.All, StringComparer.Ordinal);

    /// <summary>Called when a grant came or went.</summary>
    public Action Changed { get; set; } = () => { };

    public IReadOnlyList<SsoClient> Clients => Locked(() => _clients.Values.ToList());

    public IReadOnlyList<string> DroppedScopes => Locked(() => EveScopes.All.Where(s => !_scopes.Contains(s)).ToList());

    public void Register(SsoClient client) => Locked(() => _clients[client.Id] = client);

    /// <returns>False when there is no such client.</returns>
    public bool AddCallback(string clientId, string callback) => Locked(() => _clients.TryGetValue(clientId, out var client) && (client.Callbacks.Add(callback) || true));

    public bool DropScope(string scope) => Locked(() => _scopes.Remove(scope));

    public int LiveGrants(long characterId) => Locked(() => _grants.Values.Count(g => g.CharacterId == characterId && g.End == GrantEnd.None));

    /// <summary>What a player does on the account page, or what a sale does.</summary>
    public int Withdraw(long characterId) => Locked(() =>
    {
        var live = _grants.Values.Where(g => g.CharacterId == characterId && g.End == GrantEnd.None).ToList();
        live.ForEach(g => g.End = GrantEnd.Withdrawn);
        Changed();
        return live.Count;
    });

    /// <summary>Takes back what the control did; what applications did themselves stays.</summary>
    public void Reset() => Locked(() =>
    {
        _scopes.UnionWith(EveScopes.All);
        foreach (var grant in _grants.Values.Where(g => g.End == GrantEnd.Withdrawn))
        {
            grant.End = GrantEnd.None;
        }

        Changed();
        return true;
    });

    public IReadOnlyList<SavedGrant> Save() =>
        Locked(() => _grants.Select(g => new SavedGrant(g.Key, g.Value.ClientId, g.Value.CharacterId, g.Value.OwnerHash, g.Value.Scopes, g.Value.IsPublic, g.Value.End)).ToList());

    /// <summary>Takes saved grants over, but those of characters that this world does not have.</summary>
    public void Restore(IReadOnlyList<SavedGrant> grants) => Locked(() =>
    {
        foreach (var g in grants.Where(g => world.Characters.ContainsKey(g.CharacterId)))
        {
            _grants[g.RefreshToken] = new Grant(g.ClientId, g.CharacterId, g.OwnerHash, g.Scopes, g.IsPublic) { End = g.End };
        }

        return true;
    });

    /// <returns>Null when the request is sound; otherwise what is wrong, for the person in front of the browser.</returns>
    public string? Fault(AuthorizeRequest request) => Locked(() =>
    {
        if (!_clients.TryGetValue(request.ClientId, out var client))
        {
            return "This application is not registered.";
        }

        if (!client.Callbacks.Contains(request.RedirectUri))
        {
            return $"The callback {request.RedirectUri} is not registered for this application. It must be equal to the last character.";
        }

        if (request.ResponseType != "code")
        {
            return "response_type must be code.";
        }

        if (request.State.Length == 0)
        {
            return "The request carries no state.";
        }

        return request.CodeChallenge is not null && request.CodeChallengeMethod != "S256" ? "code_challenge_method must be S256." : null;
    });

    /// <returns>The first scope that the application is not registered for.</returns>
    public string? UnknownScope(AuthorizeRequest request) => Locked(() => request.Scopes.FirstOrDefault(s => !_scopes.Contains(s)));

    public string IssueCode(AuthorizeRequest request, EveCharacter character) => Locked(() =>
    {
        var code = secrets.NextCode();
        _codes[code] = new(request.ClientId, request.RedirectUri, request.CodeChallenge, character.Id, character.OwnerHash, [.. request.Scopes.Distinct(StringComparer.Ordinal)], clock.GetUtcNow());
        return code;
    });

    public SsoAnswer Token(TokenRequest request) => Locked(() => request.GrantType switch
    {
        "authorization_code" => Redeem(request),
        "refresh_token" => Refresh(request),
        _ => SsoAnswer.Error("unsupported_grant_type", $"The grant type '{request.GrantType}' is not supported."),
    });

    /// <summary>200 even for a token that was never there.</summary>
    public SsoAnswer Revoke(TokenRequest request) => Locked(() =>
    {
        if (Authenticate(request) is { } refusal)
        {
            return refusal;
        }

        if (_grants.TryGetValue(request.Token, out var grant) && grant.ClientId == request.ClientId)
        {
            grant.End = GrantEnd.Revoked;
            Changed();
        }

        return new(StatusCodes.Status200OK, new { });
    });

    private SsoAnswer Redeem(TokenRequest request)
    {
        var isPublic = request.Secret is null && _codes.TryGetValue(request.Code, out var asked) && asked.Challenge is not null;
        if (!isPublic && Authenticate(request) is { } refusal)
        {
            return refusal;
        }

        var known = _codes.Remove(request.Code, out var code);
        var fits = known
            && code!.ClientId == request.ClientId
            && clock.GetUtcNow() - code.IssuedAt <= SsoFacts.CodeLife
            && (request.RedirectUri.Length == 0 || request.RedirectUri == code.RedirectUri)
            && (code.Challenge is null || code.Challenge == ChallengeOf(request.CodeVerifier));
        if (!fits || !world.Characters.TryGetValue(code!.CharacterId, out var character) || character.OwnerHash != code.OwnerHash)
        {
            return SsoAnswer.Error("invalid_grant", "Authorization code is invalid");
        }

        // Log-in alone brings no refresh token.
        string? refreshToken = null;
        if (code.Scopes.Count > 0)
        {
            refreshToken = secrets.NextRefreshToken();
            _grants[refreshToken] = new Grant(code.ClientId, code.CharacterId, code.OwnerHash, code.Scopes, isPublic);
            Changed();
        }

        return Granted(code.ClientId, character, code.Scopes, refreshToken);
    }

    private SsoAnswer Refresh(TokenRequest request)
    {
        var found = _grants.TryGetValue(request.RefreshToken, out var grant);
        if (!(request.Secret is null && grant?.IsPublic == true && grant.ClientId == request.ClientId) && Authenticate(request) is { } refusal)
        {
            return refusal;
        }

        if (!found || grant!.End == GrantEnd.Revoked)
        {
            return SsoAnswer.Error("invalid_grant", "Invalid refresh token. Token missing/expired.");
        }

        if (grant.ClientId != request.ClientId)
        {
            return SsoAnswer.Error("invalid_token", "The refresh token does not match the client specified.");
        }

        var character = world.Characters[grant.CharacterId];
        if (grant.End == GrantEnd.Withdrawn || character.IsDeleted || character.OwnerHash != grant.OwnerHash)
        {
            return SsoAnswer.Error("invalid_grant", "Invalid refresh token. Character grant missing/expired.");
        }

        IReadOnlyList<string> wanted = request.Scope.Length == 0 ? grant.Scopes : request.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.FirstOrDefault(s => !grant.Scopes.Contains(s) || !_scopes.Contains(s)) is { } invalid)
        {
            return SsoAnswer.InvalidScope(invalid);
        }

        var refreshToken = request.RefreshToken;
        if (settings.Value.RotateRefreshTokens)
        {
            grant.End = GrantEnd.Revoked;
            refreshToken = secrets.NextRefreshToken();
            _grants[refreshToken] = new Grant(grant.ClientId, grant.CharacterId, grant.OwnerHash, grant.Scopes, grant.IsPublic);
            Changed();
        }

        return Granted(grant.ClientId, character, wanted, refreshToken);
    }

    private SsoAnswer Granted(string clientId, EveCharacter character, IReadOnlyList<string> scopes, string? refreshToken) => new(StatusCodes.Status200OK, new
    {
        access_token = mint.Mint(clientId, character, scopes, settings.Value),
        // EVE counts from the moment before: 1,199 for 1,200.
        expires_in = settings.Value.AccessTokenSeconds - 1,
        token_type = "Bearer",
        refresh_token = refreshToken,
    });

    private SsoAnswer? Authenticate(TokenRequest request) =>
        request.Secret is not null && _clients.TryGetValue(request.ClientId, out var client) && client.Secret == request.Secret
            ? null
            : SsoAnswer.Error("invalid_client", "Unknown client or wrong secret.", StatusCodes.Status401Unauthorized);

    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }
}
