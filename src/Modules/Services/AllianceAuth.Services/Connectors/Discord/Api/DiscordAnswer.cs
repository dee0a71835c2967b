using System.Globalization;
using System.Net;
using System.Text.Json;

namespace AllianceAuth.Services.Connectors.Discord.Api;

/// <summary>What Discord answered, read to its end.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">As it came.</param>
/// <param name="RetryAfter">The header of that name, in seconds.</param>
internal sealed record DiscordAnswer(HttpStatusCode Status, string Body, TimeSpan? RetryAfter)
{
    private readonly ErrorBody? _error = (int)Status >= 400 ? ErrorBody.Of(Body) : null;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Discord's own number of the reason; 0 when it gave none, as with pages of the network before it.</summary>
    public int Code => _error?.Code ?? 0;

    public string Message => _error?.Message ?? "";

    /// <summary>What a 429 asks for in its body; null when it does not say, or not as a number. DISC-029.</summary>
    public TimeSpan? Wait => _error?.RetryAfter;

    /// <exception cref="Shared.Services.ServiceException">It is not what it should be.</exception>
    public T Read<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(Body, DiscordJson.Options) ?? throw DiscordDoor.Nonsense(this);
        }
        catch (JsonException error)
        {
            throw DiscordDoor.Nonsense(this, error);
        }
    }

    private sealed record ErrorBody(int Code, string Message, TimeSpan? RetryAfter)
    {
        private const double LongestWait = 7 * 24 * 3600;

        public static ErrorBody? Of(string body)
        {
            try
            {
                using var json = JsonDocument.Parse(body);
                if (json.RootElement.ValueKind is not JsonValueKind.Object)
                {
                    return null;
                }

                var root = json.RootElement;
                var wait = Number(root, "retry_after");
                return new(
                    (int)(Number(root, "code") is { } code and >= int.MinValue and <= int.MaxValue ? code : 0),
                    root.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String ? message.GetString()! : "",
                    wait is >= 0 and <= LongestWait ? TimeSpan.FromSeconds(wait.Value) : null);
            }
            catch (JsonException)
            {
                // A page of the network before Discord: it has no code.
                return null;
            }
        }

        private static double? Number(JsonElement root, string name) => root.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.Number => value.GetDouble(),
                JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                _ => null,
            }
            : null;
    }
}
