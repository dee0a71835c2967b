using System.Buffers;
using System.Text;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>Text that is written as UTF-8 into borrowed memory, so that a page is never a string.</summary>
internal sealed class Utf8Text : TextWriter
{
    private const int FirstSize = 32 * 1024;
    private const int MostBytesPerChar = 3;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What was written so far; gone when this is disposed of.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public override void Write(char value) => Write(new ReadOnlySpan<char>(in value));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        MakeRoom(buffer.Length * MostBytesPerChar);
        _length += Encoding.UTF8.GetBytes(buffer, _bytes.AsSpan(_length));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            (_bytes, _length) = ([], 0);
        }

        base.Dispose(disposing);
    }

    private void MakeRoom(int more)
    {
        if (_length + more <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + more));
        Written.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
