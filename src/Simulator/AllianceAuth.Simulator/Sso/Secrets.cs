using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AllianceAuth.Simulator.Sso;

/// <summary>
/// Codes, tokens and ids. They follow from seed, start and count, so that a test on a still clock can be repeated, while a
/// simulator started a second time does not hand out the values that somebody stored during the first.
/// </summary>
internal sealed class Secrets(int seed, DateTimeOffset start)
{
    private long _count;

    public string NextCode() => Base64Url.EncodeToString(Next());

    /// <summary>16 bytes of Base64, with the <c>==</c> at its end that clients must URL-encode.</summary>
    public string NextRefreshToken() => Convert.ToBase64String(Next());

    public string NextId() => new Guid(Next()).ToString();

    private byte[] Next() => SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}:{start.UtcTicks}:{Interlocked.Increment(ref _count)}")))[..16];
}
