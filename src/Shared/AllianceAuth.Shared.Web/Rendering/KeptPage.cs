using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>The bytes of a page, in pieces: between each two belongs a form token.</summary>
internal sealed class KeptPage
{
    /// <summary>Stands in the drawn page where a token belongs. Random, so that nothing else on a page can be taken for it.</summary>
    public static readonly string TokenPlace = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private static readonly byte[] TokenPlaceBytes = Encoding.ASCII.GetBytes(TokenPlace);

    private readonly byte[][] _pieces;
    private readonly int _length;

    public KeptPage(ReadOnlyMemory<byte> html, DateTimeOffset drawn)
    {
        Drawn = drawn;
        List<byte[]> pieces = [];
        foreach (var piece in html.Span.Split(TokenPlaceBytes))
        {
            pieces.Add(html[piece].ToArray());
        }

        _pieces = [.. pieces];
        _length = _pieces.Sum(piece => piece.Length);
    }

    public DateTimeOffset Drawn { get; }

    /// <summary>Sends the page with this visitor's token in each of its forms.</summary>
    public async Task SendAsync(HttpResponse response, string token, CancellationToken cancellationToken)
    {
        response.ContentLength = _length + ((_pieces.Length - 1) * token.Length);
        await response.StartAsync(cancellationToken);
        var body = response.BodyWriter;
        body.Write(_pieces[0]);
        foreach (var piece in _pieces.AsSpan(1))
        {
            Encoding.ASCII.GetBytes(token, body);
            body.Write(piece);
        }

        await body.FlushAsync(cancellationToken);
    }
}
