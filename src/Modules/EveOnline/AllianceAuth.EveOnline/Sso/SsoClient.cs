using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.Shared.Settings;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>Speaks EVE SSO v2. Knows the protocol, not what the answers mean for anybody's tokens.</summary>
internal sealed class SsoClient(IHttpClientFactory http, IOptions<SsoSettings> settings, IOptions<SiteSettings> site, ILogger<SsoClient> logger)
{
    public const string HttpClientName = "eveonline.sso";

    private string CallbackUrl => string.IsNullOrEmpty(settings.Value.CallbackUrl)
        ? $"{site.Value.Url.TrimEnd('/')}/sso/callback/"
        : settings.Value.CallbackUrl;

    /// <summary>Where to send the browser.</summary>
    public Uri AuthorizeUrl(string state, string verifier, IReadOnlyList<string> scopes)
    {
        var query = new QueryBuilder
        {
            { "response_type", "code" },
            { "client_id", settings.Value.ClientId },
            { "redirect_uri", CallbackUrl },
            { "scope", string.Join(' ', scopes) },
            { "state", state },
            { "code_challenge", Pkce.Challenge(verifier) },
            { "code_challenge_method", "S256" },
        };
        return Address($"/v2/oauth/authorize{query.ToQueryString()}");
    }

    public Task<TokenAnswer> RedeemAsync(string code, string verifier, CancellationToken cancellationToken) =>
        AskAsync([new("grant_type", "authorization_code"), new("code", code), new("code_verifier", verifier)], cancellationToken);

    public Task<TokenAnswer> RefreshAsync(string refreshToken, CancellationToken cancellationToken) =>
        AskAsync([new("grant_type", "refresh_token"), new("refresh_token", refreshToken)], cancellationToken);

    /// <summary>Tells the SSO to forget a refresh token; best effort, since the row goes either way.</summary>
    public async Task RevokeAsync(string refreshToken, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Post("/v2/oauth/revoke", [new("token_type_hint", "refresh_token"), new("token", refreshToken)]);
            using var response = await http.CreateClient(HttpClientName).SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                logger.LogInformation("The SSO answered {Status} to a revocation.", (int)response.StatusCode);
            }
        }
        catch (Exception error) when (IsOutage(error, cancellationToken))
        {
            logger.LogInformation(error, "The SSO could not be reached for a revocation.");
        }
    }

    /// <summary>The SSO's public keys as JSON, or null when it does not answer.</summary>
    public async Task<string?> FetchKeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.CreateClient(HttpClientName).GetAsync(Address("/oauth/jwks"), cancellationToken);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellationToken) : null;
        }
        catch (Exception error) when (IsOutage(error, cancellationToken))
        {
            logger.LogWarning(error, "The SSO's keys could not be fetched.");
            return null;
        }
    }

    private async Task<TokenAnswer> AskAsync(IReadOnlyList<KeyValuePair<string, string>> form, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Post("/v2/oauth/token", form);
            using var response = await http.CreateClient(HttpClientName).SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                var granted = await response.Content.ReadFromJsonAsync<GrantedBody>(cancellationToken);
                return granted is { AccessToken.Length: > 0 }
                    ? new TokenAnswer.Granted(granted.AccessToken, granted.RefreshToken, granted.ExpiresIn)
                    : new TokenAnswer.Unreachable("The SSO's answer holds no access token.");
            }

            return await ReadRefusalAsync(response, cancellationToken);
        }
        catch (JsonException)
        {
            return new TokenAnswer.Unreachable("The SSO's answer could not be read.");
        }
        catch (Exception error) when (IsOutage(error, cancellationToken))
        {
            logger.LogWarning(error, "The SSO could not be reached.");
            return new TokenAnswer.Unreachable("The SSO could not be reached.");
        }
    }

    private async Task<TokenAnswer> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var refusal = await ReadErrorAsync(response, cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest && refusal?.Error is "invalid_grant" or "invalid_token")
        {
            return new TokenAnswer.Rejected(refusal.Description ?? refusal.Error);
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            logger.LogError("The SSO does not accept our credentials. Check Sso:ClientId and Sso:ClientSecret.");
        }

        return new TokenAnswer.Unreachable($"The SSO answered {(int)response.StatusCode}{(refusal?.Error is { } code ? $" ({code})" : "")}.");
    }

    private static async Task<ErrorBody?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<ErrorBody>(cancellationToken);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            // A load balancer's HTML page.
            return null;
        }
    }

    private HttpRequestMessage Post(string path, IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Value.ClientId}:{settings.Value.ClientSecret}"));
        return new HttpRequestMessage(HttpMethod.Post, Address(path))
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }

    private Uri Address(string path) => new(settings.Value.BaseUrl.TrimEnd('/') + path);

    private static bool IsOutage(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private sealed record GrantedBody(
        [property: JsonPropertyName("access_token")] string? AccessToken,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);

    private sealed record ErrorBody(
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("error_description")] string? Description);
}
