using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Secrets;

namespace AllianceAuth.Shared.Infrastructure.Secrets;

/// <summary>
/// AES-256-GCM under the master key. The envelope is <c>s1.key.nonce+tag+ciphertext</c>; its head is authenticated too, so a text
/// cannot be passed off as sealed under another key.
/// </summary>
internal sealed class SecretProtector(MasterKeys keys) : ISecretProtector
{
    private const string Version = "s1";

    public string Protect(string plain)
    {
        var head = $"{Version}.{keys.CurrentId}";
        var data = Encoding.UTF8.GetBytes(plain);
        var body = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + data.Length];
        var (nonce, tag, sealedData) = PartsOf(body);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(keys.Current, AesGcm.TagByteSizes.MaxSize);
        cipher.Encrypt(nonce.Span, data, sealedData.Span, tag.Span, Encoding.ASCII.GetBytes(head));
        CryptographicOperations.ZeroMemory(data);
        return $"{head}.{Base64UrlText.Encode(body)}";
    }

    public string Unprotect(string envelope)
    {
        var parts = envelope.Split('.');
        if (parts.Length != 3 || parts[0] != Version)
        {
            throw new CryptographicException("This is not a sealed secret.");
        }

        var key = keys.Find(parts[1])
            ?? throw new CryptographicException($"The secret was sealed under key {parts[1]}, which is not among Secrets:MasterKey and Secrets:PreviousKeys.");
        if (Base64UrlText.Decode(parts[2]) is not { } body || body.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
        {
            throw new CryptographicException("The sealed secret is damaged.");
        }

        var (nonce, tag, sealedData) = PartsOf(body);
        var data = new byte[sealedData.Length];
        using var cipher = new AesGcm(key, AesGcm.TagByteSizes.MaxSize);
        cipher.Decrypt(nonce.Span, sealedData.Span, tag.Span, data, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        return Encoding.UTF8.GetString(data);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Data) PartsOf(byte[] body)
    {
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        return (body.AsMemory(0, nonce), body.AsMemory(nonce, tag), body.AsMemory(nonce + tag));
    }
}
