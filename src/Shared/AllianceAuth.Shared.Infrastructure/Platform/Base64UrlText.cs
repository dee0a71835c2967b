using System.Buffers;
using System.Buffers.Text;

namespace AllianceAuth.Shared.Infrastructure.Platform;

/// <summary>Base64url without padding, as RFC 7515 wants it; anything else is refused rather than guessed.</summary>
internal static class Base64UrlText
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        // The framework's decoder also takes padding, spaces and stray last bits; two spellings of one signature would be one too many.
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))
            {
                return null;
            }
        }

        // Not TryDecodeFromChars: it returns false only for a short buffer and throws on text it cannot read.
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        return Base64Url.DecodeFromChars(text, bytes, out _, out var written) is OperationStatus.Done && text.SequenceEqual(Base64Url.EncodeToString(bytes.AsSpan(0, written)))
            ? bytes[..written]
            : null;
    }
}
