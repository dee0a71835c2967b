using System.Net.Http.Headers;
using System.Text;

namespace AllianceAuth.Simulator.Sso;

/// <summary>
/// A call of the token or the revocation endpoint. Who calls stands in the <c>Authorization</c> header or in the body.
/// Absent fields are empty, an absent secret is null.
/// </summary>
internal sealed record TokenRequest(
    string GrantType, string ClientId, string? Secret, string Code, string CodeVerifier, string RedirectUri, string RefreshToken, string Scope, string Token)
{
    public static TokenRequest Of(HttpRequest http, IFormCollection form)
    {
        var (id, secret) = Basic(http) ?? (form["client_id"].ToString(), form["client_secret"] is [{ } sent] ? sent : null);
        return new(
            form["grant_type"].ToString(),
            id,
            secret,
            form["code"].ToString(),
            form["code_verifier"].ToString(),
            form["redirect_uri"].ToString(),
            form["refresh_token"].ToString(),
            form["scope"].ToString(),
            form["token"].ToString());
    }

    private static (string Id, string? Secret)? Basic(HttpRequest http)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Headers.Authorization, out var header) || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length))
        {
            return ("", null);
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        return (Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null);
    }
}
