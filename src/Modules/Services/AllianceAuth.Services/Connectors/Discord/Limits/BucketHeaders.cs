using System.Globalization;
using System.Net.Http.Headers;

namespace AllianceAuth.Services.Connectors.Discord.Limits;

/// <summary>What an answer's headers say about its bucket. What cannot be read counts as not said. DISC-031.</summary>
/// <param name="Bucket">Discord's name of it.</param>
/// <param name="Limit">Requests that fit.</param>
/// <param name="Remaining">Left of them.</param>
/// <param name="ResetAfter">Until it is full again.</param>
internal sealed record BucketHeaders(string? Bucket, int? Limit, int? Remaining, TimeSpan? ResetAfter)
{
    private static readonly TimeSpan LongestReset = TimeSpan.FromDays(7);

    public static BucketHeaders Of(HttpResponseHeaders headers)
    {
        var reset = double.TryParse(Value(headers, "X-RateLimit-Reset-After"), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= 0 && seconds <= LongestReset.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : (TimeSpan?)null;
        var bucket = Value(headers, "X-RateLimit-Bucket");
        return new(bucket is { Length: > 0 and <= 80 } ? bucket : null, Number(headers, "X-RateLimit-Limit"), Number(headers, "X-RateLimit-Remaining"), reset);
    }

    private static int? Number(HttpResponseHeaders headers, string name) =>
        int.TryParse(Value(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Value(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
