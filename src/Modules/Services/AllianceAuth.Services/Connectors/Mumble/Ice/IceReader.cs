using System.Buffers.Binary;
using System.Text;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Reads values of Ice's encoding 1.0 and trusts nothing: whatever claims more than is there is refused.</summary>
internal sealed class IceReader(ReadOnlyMemory<byte> data)
{
    /// <summary>Bytes of length and encoding before encapsulated data.</summary>
    public const int EncapsulationHeader = 6;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    private int _position;

    public int Remaining => data.Length - _position;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new IceFormatException($"a truth value of {other}"),
    };

    public short Short() => BinaryPrimitives.ReadInt16LittleEndian(Take(2));

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public float Float() => BinaryPrimitives.ReadSingleLittleEndian(Take(4));

    /// <summary>A length or count. Every element takes a byte at least, so more than what is left is a lie.</summary>
    public int Size()
    {
        var first = Byte();
        var size = first == byte.MaxValue ? Int() : first;
        return size >= 0 && size <= Remaining ? size : throw new IceFormatException($"a size of {size} with {Remaining} bytes left");
    }

    public string Text() => Utf8.GetString(Take(Size()));

    public IReadOnlyList<string> Texts() => Sequence(reader => reader.Text());

    public byte[] Bytes() => Take(Size()).ToArray();

    public IReadOnlyList<T> Sequence<T>(Func<IceReader, T> read)
    {
        var count = Size();
        List<T> values = new(Math.Min(count, 64));
        for (var i = 0; i < count; i++)
        {
            values.Add(read(this));
        }

        return values;
    }

    public IReadOnlyDictionary<string, string> Context()
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        for (var left = Size(); left > 0; left--)
        {
            map[Text()] = Text();
        }

        return map;
    }

    public IceIdentity Identity()
    {
        var name = Text();
        return new(name, Text());
    }

    /// <summary>A proxy; null for the null proxy and for one that cannot be reached by TCP.</summary>
    public IceProxy? Proxy()
    {
        var identity = Identity();
        if (identity is { Name.Length: 0, Category.Length: 0 })
        {
            return null;
        }

        Texts();
        Byte();
        Bool();
        var endpoints = Size();
        if (endpoints == 0)
        {
            Text();
            return null;
        }

        IceProxy? proxy = null;
        for (; endpoints > 0; endpoints--)
        {
            var type = Short();
            var endpoint = Encapsulation();
            if (type == IceProxy.Tcp && proxy is null)
            {
                proxy = new(identity, endpoint.Text(), endpoint.Int());
            }
        }

        return proxy;
    }

    /// <summary>What an encapsulation holds; it is passed over as a whole.</summary>
    public IceReader Encapsulation()
    {
        var length = Int();
        var major = Byte();
        var minor = Byte();
        if (length < EncapsulationHeader || length - EncapsulationHeader > Remaining)
        {
            throw new IceFormatException($"an encapsulation of {length} bytes with {Remaining} left");
        }

        if (major != 1 || minor != 0)
        {
            throw new IceFormatException($"encoding {major}.{minor}");
        }

        var inner = new IceReader(data.Slice(_position, length - EncapsulationHeader));
        _position += length - EncapsulationHeader;
        return inner;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw new IceFormatException($"{count} bytes wanted, {Remaining} left");
        }

        var taken = data.Span.Slice(_position, count);
        _position += count;
        return taken;
    }
}
