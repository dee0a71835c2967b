using System.Globalization;
using System.Net.Http.Headers;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Sso;

/// <summary>The addresses of EVE sign-on, under <c>/sso</c>.</summary>
internal sealed class SsoEndpoints(SsoServer server, SigningKeys keys, AccessTokenReader tokens, LiveSettings settings, World world)
{
    private static readonly string[] SecretMethods = ["client_secret_basic", "client_secret_post", "client_secret_jwt"];
    private static readonly string[] SymmetricAlgorithms = ["HS256"];
    private static readonly string[] ResponseTypes = ["code", "token"];
    private static readonly string[] SubjectTypes = ["public"];
    private static readonly string[] ChallengeMethods = ["S256"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sso/.well-known/oauth-authorization-server", (HttpRequest request) => Metadata($"{request.Scheme}://{request.Host}/sso"));
        routes.MapGet("/sso/oauth/jwks", () => Results.Json(keys.Document()));
        routes.MapGet("/sso/v2/oauth/authorize", Ask);
        routes.MapPost("/sso/v2/oauth/authorize", (HttpRequest http) => AnswerAsync(http));
        routes.MapPost("/sso/v2/oauth/token", http => FormAsync(http, server.Token));
        routes.MapPost("/sso/v2/oauth/revoke", http => FormAsync(http, server.Revoke));
        routes.MapGet("/sso/v2/oauth/verify", Verify);
        routes.MapGet("/sso/oauth/verify", Verify);
    }

    private IResult Metadata(string address) => Results.Json(new
    {
        issuer = settings.Value.Issuer,
        authorization_endpoint = $"{address}/v2/oauth/authorize",
        token_endpoint = $"{address}/v2/oauth/token",
        userinfo_endpoint = $"{address}/v2/oauth/verify",
        response_types_supported = ResponseTypes,
        jwks_uri = $"{address}/oauth/jwks",
        revocation_endpoint = $"{address}/v2/oauth/revoke",
        subject_types_supported = SubjectTypes,
        revocation_endpoint_auth_methods_supported = SecretMethods,
        token_endpoint_auth_methods_supported = SecretMethods,
        // Misleading in the original too: access tokens are RS256.
        id_token_signing_alg_values_supported = SymmetricAlgorithms,
        token_endpoint_auth_signing_alg_values_supported = SymmetricAlgorithms,
        code_challenge_methods_supported = ChallengeMethods,
    });

    private IResult Ask(HttpContext http)
    {
        var request = AuthorizeRequest.Of(name => http.Request.Query[name]);
        return Refusal(request) ?? AuthorizePage.Of(request, PilotFilter.Of(http.Request.Query), server.Clients.Single(c => c.Id == request.ClientId), world).Page();
    }

    private async Task<IResult> AnswerAsync(HttpRequest http)
    {
        var form = await http.ReadFormAsync(http.HttpContext.RequestAborted);
        var request = AuthorizeRequest.Of(name => form[name]);
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (form.ContainsKey("cancel"))
        {
            return Results.Redirect(request.Back("error", "access_denied"));
        }

        return long.TryParse(form["character_id"], CultureInfo.InvariantCulture, out var id) && world.Characters.TryGetValue(id, out var character) && !character.IsDeleted
            ? Results.Redirect(request.Back("code", server.IssueCode(request, character)))
            : AuthorizePage.Error("There is no such pilot.").Page(StatusCodes.Status400BadRequest);
    }

    private IResult? Refusal(AuthorizeRequest request)
    {
        if (server.Fault(request) is { } fault)
        {
            return AuthorizePage.Error(fault).Page(StatusCodes.Status400BadRequest);
        }

        return server.UnknownScope(request) is { } scope ? Results.Json(SsoAnswer.InvalidScope(scope).Body, statusCode: StatusCodes.Status400BadRequest) : null;
    }

    private static async Task FormAsync(HttpContext http, Func<TokenRequest, SsoAnswer> answer)
    {
        // Since November 2021 nothing but a form body is read.
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var result = answer(TokenRequest.Of(http.Request, form));
        if (result.Challenge)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"login.eveonline.com\"";
        }

        http.Response.Headers.CacheControl = "no-store";
        await Results.Json(result.Body, statusCode: result.Status).ExecuteAsync(http);
    }

    private IResult Verify(HttpRequest request)
    {
        var bearer = AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme == "Bearer" ? header.Parameter : null;
        return tokens.Read(bearer ?? "").Token is { } token
            ? Results.Json(new
            {
                CharacterID = token.CharacterId,
                token.CharacterName,
                ExpiresOn = token.Expires.UtcDateTime.ToString("s", CultureInfo.InvariantCulture),
                Scopes = string.Join(' ', token.Scopes),
                TokenType = "Character",
                CharacterOwnerHash = token.Owner,
            })
            : Results.Json(new { error = "invalid_token" }, statusCode: StatusCodes.Status401Unauthorized);
    }
}
