using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Accounts;

/// <summary>Makes and checks hashes of passwords: new ones as the framework does, imported ones in their own forms.</summary>
internal sealed class MumblePasswords
{
    /// <summary>The framework's own; all new ones.</summary>
    public const string Pbkdf2 = "pbkdf2";

    /// <summary>Imported from Alliance Auth. MUM-006 to MUM-008.</summary>
    public const string BcryptSha256Name = "bcrypt-sha256";

    /// <summary>Imported from old Alliance Auth. MUM-009.</summary>
    public const string Sha1 = "sha1";

    private readonly PasswordHasher<MumbleUser> _hasher = new(Options.Create(new PasswordHasherOptions()));

    public string Hash(string password) => _hasher.HashPassword(null!, password);

    /// <summary>Compares, in a time that tells nothing about the password.</summary>
    public PasswordFit Check(string function, string hash, string password) => function switch
    {
        Pbkdf2 => CheckPbkdf2(hash, password),
        BcryptSha256Name => BcryptSha256.Check(hash, password) ? PasswordFit.RightButOld : PasswordFit.Wrong,
        Sha1 => IsSha1(hash, password) ? PasswordFit.RightButOld : PasswordFit.Wrong,
        _ => PasswordFit.UnknownFunction,
    };

    private PasswordFit CheckPbkdf2(string hash, string password)
    {
        try
        {
            return _hasher.VerifyHashedPassword(null!, hash, password) switch
            {
                PasswordVerificationResult.Success => PasswordFit.Right,
                PasswordVerificationResult.SuccessRehashNeeded => PasswordFit.RightButOld,
                _ => PasswordFit.Wrong,
            };
        }
        catch (FormatException)
        {
            // A damaged hash is nobody's password.
            return PasswordFit.Wrong;
        }
    }

#pragma warning disable CA5350 // Nothing new is made with it; it reads what an old site left behind, once.
    private static bool IsSha1(string hash, string password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(password)))));
#pragma warning restore CA5350
}

/// <summary>Whether a password is the right one.</summary>
internal enum PasswordFit
{
    Wrong,
    Right,

    /// <summary>The hash should be made anew.</summary>
    RightButOld,

    /// <summary>Nobody knows how to check it. MUM-040.</summary>
    UnknownFunction,
}
