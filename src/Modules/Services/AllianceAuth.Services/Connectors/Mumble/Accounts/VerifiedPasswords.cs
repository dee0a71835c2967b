using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Mumble.Accounts;

/// <summary>
/// Remembers who proved which password, so that a thousand pilots who come back at once after a restart of Mumble cost no slow hashing each. What is kept is
/// a MAC under a key of this process, made over the stored hash and the password: a changed password never fits, and nothing leaves the process.
/// </summary>
internal sealed class VerifiedPasswords
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly ConcurrentDictionary<UserId, byte[]> _proofs = new();

    public bool Knows(UserId user, string hash, string password) =>
        _proofs.TryGetValue(user, out var proof) && CryptographicOperations.FixedTimeEquals(proof, Prove(hash, password));

    public void Remember(UserId user, string hash, string password) => _proofs[user] = Prove(hash, password);

    private byte[] Prove(string hash, string password) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{hash}\0{password}"));
}
