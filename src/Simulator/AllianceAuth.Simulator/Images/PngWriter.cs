using System.Buffers.Binary;
using System.IO.Compression;

namespace AllianceAuth.Simulator.Images;

/// <summary>Writes a picture as PNG: the framework reads and writes no picture formats.</summary>
internal static class PngWriter
{
    private const byte EightBits = 8;
    private const byte ColourWithAlpha = 6;
    private const byte FilterUp = 2;

    private static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) == 1 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    public static byte[] Write(Canvas canvas)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, canvas.Size);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], canvas.Size);
        header[8] = EightBits;
        header[9] = ColourWithAlpha;
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "IDAT"u8, Deflate(canvas.ToRgba(), canvas.Size * 4));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    /// <summary>Each row as its difference from the row above: smooth pictures shrink a lot.</summary>
    private static byte[] Deflate(byte[] pixels, int stride)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            var row = new byte[stride + 1];
            row[0] = FilterUp;
            for (var start = 0; start < pixels.Length; start += stride)
            {
                for (var i = 0; i < stride; i++)
                {
                    row[i + 1] = (byte)(pixels[start + i] - (start == 0 ? 0 : pixels[start + i - stride]));
                }

                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(0xFFFFFFFF, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var octet in data)
        {
            crc = CrcTable[(crc ^ octet) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }
}
