using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Writes values the way Ice's encoding 1.0 does: little-endian, without padding.</summary>
internal sealed class IceWriter
{
    // Sizes from here on take five bytes instead of one.
    private const byte LongSize = 255;

    private readonly ArrayBufferWriter<byte> _buffer = new(128);

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public IceWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public IceWriter Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public IceWriter Short(short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(_buffer.GetSpan(2), value);
        _buffer.Advance(2);
        return this;
    }

    public IceWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public IceWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public IceWriter Float(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
        return this;
    }

    public IceWriter Size(int value) => value < LongSize ? Byte((byte)value) : Byte(LongSize).Int(value);

    public IceWriter Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Size(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }

    public IceWriter Texts(IReadOnlyCollection<string> values)
    {
        Size(values.Count);
        foreach (var value in values)
        {
            Text(value);
        }

        return this;
    }

    public IceWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>A sequence of bytes: its length first.</summary>
    public IceWriter Bytes(ReadOnlySpan<byte> bytes) => Size(bytes.Length).Raw(bytes);

    public IceWriter Names(IReadOnlyDictionary<int, string> map)
    {
        Size(map.Count);
        foreach (var (key, value) in map)
        {
            Int(key).Text(value);
        }

        return this;
    }

    public IceWriter Context(IReadOnlyDictionary<string, string> map)
    {
        Size(map.Count);
        foreach (var (key, value) in map)
        {
            Text(key).Text(value);
        }

        return this;
    }

    public IceWriter Identity(IceIdentity identity) => Text(identity.Name).Text(identity.Category);

    /// <summary>A direct, two-way proxy with one TCP endpoint.</summary>
    public IceWriter Proxy(IceProxy proxy)
    {
        Identity(proxy.Identity).Size(0).Byte(0).Bool(value: false).Size(1).Short(IceProxy.Tcp);
        return Encapsulation(new IceWriter().Text(proxy.Host).Int(proxy.Port).Int(IceProxy.TimeoutMilliseconds).Bool(value: false));
    }

    /// <summary>Data with its length and encoding before it; the length counts these six bytes.</summary>
    public IceWriter Encapsulation(IceWriter data) =>
        Int(data.Written.Length + IceReader.EncapsulationHeader).Byte(1).Byte(0).Raw(data.Written.Span);
}
