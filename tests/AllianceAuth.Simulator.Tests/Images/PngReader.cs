using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AllianceAuth.Simulator.Tests.Images;

/// <summary>What a reader of its own finds in a PNG file: its size, and how many different pixels there are.</summary>
internal sealed record PngPicture(int Width, int Height, int Colours);

/// <summary>Reads eight-bit pictures with alpha and checks every chunk, sharing no code with the writer.</summary>
internal static class PngReader
{
    public static PngPicture Read(byte[] file)
    {
        Assert.Equal("\x89PNG\r\n\x1a\n", Encoding.Latin1.GetString(file, 0, 8));
        var (width, height) = (0, 0);
        using var packed = new MemoryStream();
        List<string> chunks = [];
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add(type);
            if (type == "IHDR")
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 12)));
                Assert.Equal([8, 6, 0, 0, 0], file.AsSpan(at + 16, 5).ToArray());
            }
            else if (type == "IDAT")
            {
                packed.Write(file, at + 8, length);
            }

            at += length + 12;
        }

        Assert.Equal(("IHDR", "IEND"), (chunks[0], chunks[^1]));
        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return new(width, height, Pixels(rows.ToArray(), width, height).Distinct().Count());
    }

    private static IEnumerable<uint> Pixels(byte[] rows, int width, int height)
    {
        var stride = width * 4;
        Assert.Equal((stride + 1) * height, rows.Length);
        var above = new byte[stride];
        for (var y = 0; y < height; y++)
        {
            var row = rows.AsSpan(y * (stride + 1), stride + 1);
            Assert.Contains(row[0], new byte[] { 0, 2 });
            for (var i = 0; i < stride; i++)
            {
                above[i] = (byte)(row[i + 1] + (row[0] == 2 ? above[i] : 0));
            }

            for (var x = 0; x < width; x++)
            {
                yield return BinaryPrimitives.ReadUInt32BigEndian(above.AsSpan(x * 4));
            }
        }
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
