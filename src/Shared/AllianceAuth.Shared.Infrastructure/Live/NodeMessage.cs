using System.Text;

namespace AllianceAuth.Shared.Infrastructure.Live;

/// <summary>What nodes tell each other: who, what sort, and a few short lines. PostgreSQL carries less than 8,000 bytes at a time.</summary>
internal sealed record NodeMessage(string Node, char Kind, IReadOnlyList<string> Lines)
{
    /// <summary>Kind of the messages that tell what to remove from the cache.</summary>
    public const char Removal = 'r';

    /// <summary>Kind of the messages that tell pages to look again.</summary>
    public const char Signal = 's';

    /// <summary>Bytes of a payload at most; PostgreSQL refuses 8,000.</summary>
    public const int MostBytes = 7_900;

    /// <summary>As many payloads as it takes to carry all lines; each of them repeats the head.</summary>
    public static IReadOnlyList<string> Write(string node, char kind, string? head, IEnumerable<string> lines)
    {
        List<string> payloads = [];
        var first = $"{node}{kind}{(head is null ? "" : "\n" + head)}";
        var payload = new StringBuilder(first);
        var bytes = Encoding.UTF8.GetByteCount(first);
        var length = bytes;
        foreach (var line in lines)
        {
            var more = Encoding.UTF8.GetByteCount(line) + 1;
            if (length + more > MostBytes && length > bytes)
            {
                payloads.Add(payload.ToString());
                payload.Clear().Append(first);
                length = bytes;
            }

            payload.Append('\n').Append(line);
            length += more;
        }

        payloads.Add(payload.ToString());
        return payloads;
    }

    /// <summary>Reads a payload, or gives null for something that is not one of ours.</summary>
    public static NodeMessage? Read(string payload)
    {
        var lines = payload.Split('\n');
        return lines[0].Length >= 2 ? new(lines[0][..^1], lines[0][^1], lines[1..]) : null;
    }
}
