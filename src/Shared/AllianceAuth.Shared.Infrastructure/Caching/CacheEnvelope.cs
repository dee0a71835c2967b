using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>How an entry is written to the shared level: names, versions and end, then the value as JSON.</summary>
internal static class CacheEnvelope
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new ReadOnlySetConverter() } };

    /// <summary>Another build of a type may have other members: it does not read this one's entries.</summary>
    public static string Fingerprint<T>() => TypeFingerprint<T>.Value;

    /// <exception cref="NotSupportedException">The type cannot be written as JSON.</exception>
    public static byte[] Make<T>(T value, string[] names, string[] versions, DateTimeOffset until)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(until.UtcTicks);
            writer.Write(names.Length);
            for (var i = 0; i < names.Length; i++)
            {
                writer.Write(names[i]);
                writer.Write(versions[i]);
            }
        }

        JsonSerializer.Serialize(buffer, value, Json);
        return buffer.ToArray();
    }

    /// <summary>Opens an entry, unless it is past its end, one of its versions has changed, or it cannot be read.</summary>
    public static bool TryOpen<T>(byte[] envelope, string[] names, string?[] versions, DateTimeOffset now, out T? value, out TimeSpan life)
    {
        value = default;
        life = TimeSpan.Zero;
        try
        {
            using var buffer = new MemoryStream(envelope);
            using var reader = new BinaryReader(buffer);
            life = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero) - now;
            if (life <= TimeSpan.Zero || reader.ReadInt32() != names.Length)
            {
                return false;
            }

            for (var i = 0; i < names.Length; i++)
            {
                if (reader.ReadString() != names[i] || reader.ReadString() != versions[i])
                {
                    return false;
                }
            }

            value = JsonSerializer.Deserialize<T>(envelope.AsSpan((int)buffer.Position), Json);
            return true;
        }
        // Whatever stands in Redis under our name, it is at worst a value we do not have.
        catch (Exception error) when (error is JsonException or IOException or NotSupportedException or ArgumentException or FormatException)
        {
            return false;
        }
    }

    private static class TypeFingerprint<T>
    {
        public static readonly string Value = $"{typeof(T).Module.ModuleVersionId.ToString("N")[..8]}:{typeof(T)}:";
    }

    /// <summary>System.Text.Json writes read-only sets and cannot read them back.</summary>
    private sealed class ReadOnlySetConverter : JsonConverter<IReadOnlySet<string>>
    {
        public override IReadOnlySet<string>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<string[]>(ref reader, options)?.ToFrozenSet(StringComparer.Ordinal);

        public override void Write(Utf8JsonWriter writer, IReadOnlySet<string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<IEnumerable<string>>(writer, value, options);
    }
}
