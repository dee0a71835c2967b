using System.Text;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>Fields of a protobuf message: numbers and texts, the last of each number.</summary>
internal sealed class Protobuf
{
    private readonly MemoryStream _written = new();
    private readonly Dictionary<int, ulong> _numbers = [];
    private readonly Dictionary<int, byte[]> _texts = [];

    public static Protobuf Read(byte[] body)
    {
        var message = new Protobuf();
        for (var at = 0; at < body.Length;)
        {
            var key = Variant(body, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    message._numbers[field] = Variant(body, ref at);
                    break;
                case 2:
                    var length = (int)Variant(body, ref at);
                    message._texts[field] = body[at..(at + length)];
                    at += length;
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"Wire type {key & 7}.");
            }
        }

        return message;
    }

    public long? Number(int field) => _numbers.TryGetValue(field, out var value) ? (long)value : null;

    public string Text(int field) => _texts.TryGetValue(field, out var value) ? Encoding.UTF8.GetString(value) : "";

    public Protobuf Number(int field, long value)
    {
        Variant((ulong)(field << 3));
        Variant((ulong)value);
        return this;
    }

    public Protobuf Text(int field, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Variant((ulong)((field << 3) | 2));
        Variant((ulong)bytes.Length);
        _written.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _written.ToArray();

    private static ulong Variant(byte[] body, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = body[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private void Variant(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _written.WriteByte((byte)(value | 0x80));
        }

        _written.WriteByte((byte)value);
    }
}
