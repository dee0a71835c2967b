using System.Buffers.Binary;

namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Kinds of messages on a connection.</summary>
internal enum IceMessageType : byte
{
    Request = 0,
    BatchRequest = 1,
    Reply = 2,
    Validate = 3,
    Close = 4,
}

/// <summary>One message without its header.</summary>
internal sealed record IceMessage(IceMessageType Type, ReadOnlyMemory<byte> Body);

/// <summary>Cuts a stream into messages of Ice protocol 1.0 and puts messages onto it.</summary>
internal static class IceFraming
{
    public const int HeaderLength = 14;

    private const byte Compressed = 2;

    private static ReadOnlySpan<byte> Magic => "IceP"u8;

    /// <summary>Reads the next message.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="longest">Bytes of the longest message that is accepted, header included.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when the other side ended the connection between two messages.</returns>
    /// <exception cref="IceFormatException">What came is not a message we accept.</exception>
    public static async Task<IceMessage?> ReadAsync(Stream stream, int longest, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderLength];
        var read = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        if (read < HeaderLength)
        {
            throw new IceFormatException("half a header");
        }

        var (type, size) = Header(header, longest);
        var body = new byte[size - HeaderLength];
        try
        {
            await stream.ReadExactlyAsync(body, cancellationToken);
        }
        catch (EndOfStreamException)
        {
            throw new IceFormatException("half a message");
        }

        return new(type, body);
    }

    /// <summary>A whole message, ready to be sent.</summary>
    public static byte[] Message(IceMessageType type, ReadOnlySpan<byte> body)
    {
        var message = new byte[HeaderLength + body.Length];
        Magic.CopyTo(message);
        // Protocol 1.0, encoding 1.0; compression 0: not supported.
        message[4] = 1;
        message[6] = 1;
        message[8] = (byte)type;
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(10), message.Length);
        body.CopyTo(message.AsSpan(HeaderLength));
        return message;
    }

    private static (IceMessageType Type, int Size) Header(ReadOnlySpan<byte> header, int longest)
    {
        if (!header[..4].SequenceEqual(Magic) || header[4] != 1)
        {
            throw new IceFormatException("this is not Ice protocol 1");
        }

        if (header[8] > (byte)IceMessageType.Close)
        {
            throw new IceFormatException($"a message of type {header[8]}");
        }

        if (header[9] == Compressed)
        {
            throw new IceFormatException("a compressed message, which was never offered");
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(header[10..]);
        return size >= HeaderLength && size <= longest
            ? ((IceMessageType)header[8], size)
            : throw new IceFormatException($"a message of {size} bytes where {longest} are accepted");
    }
}
