using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AllianceAuth.Analytics.Domain;

/// <summary>Writes an event as it goes over the wire, and as an admin reads it beforehand: the same text. ANA-018.</summary>
internal static class UsageMessage
{
    /// <summary>Raise it when the message below gets another field: every agreement is then asked for again.</summary>
    public const int Form = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="installation">Random, says nothing about the site. ANA-004, ANA-005: sent without hyphens.</param>
    /// <param name="version">Of this software.</param>
    /// <param name="usage">What is told.</param>
    public static string Write(Guid installation, string version, UsageEvent usage)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Options))
        {
            json.WriteStartObject();
            json.WriteString("client_id", installation.ToString("N"));
            json.WriteStartObject("user_properties");
            json.WriteStartObject("allianceauth_version");
            json.WriteString("value", version);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteBoolean("non_personalized_ads", true);
            json.WriteStartArray("events");
            json.WriteStartObject();
            json.WriteString("name", "celery_event");
            json.WriteStartObject("params");
            json.WriteString("namespace", usage.Namespace);
            json.WriteString("task", usage.Task);
            json.WriteString("result", usage.Result);
            json.WriteString("label", usage.Label);
            json.WriteNumber("value", usage.Value);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
