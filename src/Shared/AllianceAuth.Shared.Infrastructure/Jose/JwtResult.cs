using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AllianceAuth.Shared.Infrastructure.Jose;

/// <summary>What came of reading a token.</summary>
/// <param name="Failure">The first check it failed, or <see cref="JwtFailure.None"/>.</param>
/// <param name="Claims">What it says; null unless every check passed.</param>
/// <param name="KeyId">The key id in its header, for the log; not trusted.</param>
public sealed record JwtResult(JwtFailure Failure, JwtClaims? Claims, string? KeyId)
{
    /// <summary>Whether every check passed.</summary>
    [MemberNotNullWhen(true, nameof(Claims))]
    public bool IsValid => Failure is JwtFailure.None && Claims is not null;
}

/// <summary>The claims of a token. Reading never throws: a claim that is missing or of another type is null or empty.</summary>
/// <param name="json">The payload.</param>
public sealed class JwtClaims(JsonElement json)
{
    /// <summary>The payload itself.</summary>
    public JsonElement Json => json;

    /// <summary><c>sub</c>.</summary>
    public string? Subject => FindText("sub");

    /// <summary><c>iss</c>.</summary>
    public string? Issuer => FindText("iss");

    /// <summary><c>aud</c>, one or many.</summary>
    public IReadOnlyList<string> Audiences => FindTexts("aud");

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset? ExpiresAt => FindTime("exp");

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt => FindTime("iat");

    /// <summary><c>nbf</c>.</summary>
    public DateTimeOffset? NotBefore => FindTime("nbf");

    /// <summary>Whether the claim is there, whatever its type.</summary>
    public bool Has(string name) => json.TryGetProperty(name, out _);

    /// <summary>A claim that is a string.</summary>
    public string? FindText(string name) => json.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>A claim that is a string or a list of strings (<c>aud</c>, the SSO's <c>scp</c>).</summary>
    public IReadOnlyList<string> FindTexts(string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind is JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(TextOf).OfType<string>()]
            : TextOf(value) is { } text ? [text] : [];
    }

    /// <summary>A claim that is a number of seconds since 1970 (RFC 7519 §2, NumericDate).</summary>
    public DateTimeOffset? FindTime(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var seconds)
        && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate cannot become a .NET string.
            return null;
        }
    }
}
