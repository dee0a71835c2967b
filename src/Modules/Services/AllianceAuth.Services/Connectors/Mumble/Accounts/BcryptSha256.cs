using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace AllianceAuth.Services.Connectors.Mumble.Accounts;

/// <summary>
/// Checks hashes of the form <c>$bcrypt-sha256$…</c>: bcrypt over the Base64 text of a SHA-256 of the password. bcrypt itself is the C library's; where that
/// does not know it, no such password is right and the pilot sets a new one. MUM-006 to MUM-010.
/// </summary>
internal static partial class BcryptSha256
{
    private const int DigestLength = 31;

    // Longer than any C library's own size of it.
    private const int WorkSpace = 256 * 1024;

    /// <summary>Whether this machine can compute bcrypt.</summary>
    public static bool IsAvailable { get; } = Crypt("probe", "$2b$04$abcdefghijklmnopqrstuu") is { Length: 60 };

    public static bool Check(string hash, string password)
    {
        var match = Form().Match(hash);
        if (!match.Success)
        {
            return false;
        }

        var (salt, digest) = (match.Groups["salt"].Value, match.Groups["digest"].Value);
        var bytes = Encoding.UTF8.GetBytes(password);
        var shortened = match.Groups["v2"].Success ? HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), bytes) : SHA256.HashData(bytes);
        var cost = int.Parse(match.Groups["cost"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        // The last letter of the salt carries bits that bcrypt ignores and may come back as another; the digest says all.
        return Crypt(Convert.ToBase64String(shortened), $"${match.Groups["kind"].Value}${cost:00}${salt}") is { Length: > DigestLength } made
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(made[^DigestLength..]), Encoding.ASCII.GetBytes(digest));
    }

    private static string? Crypt(string text, string setting)
    {
        try
        {
            // What it answers lies in the work space, which therefore must neither move nor go before the text is copied.
            var work = GC.AllocateArray<byte>(WorkSpace, pinned: true);
            var answer = CryptInto(Ascii(text), Ascii(setting), work);
            var made = answer == 0 ? null : Marshal.PtrToStringAnsi(answer);
            GC.KeepAlive(work);
            return made;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static byte[] Ascii(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    [GeneratedRegex(@"^\$bcrypt-sha256\$(?:(?<v2>v=2),t=(?<kind>2[ab]),r=(?<cost>\d{1,2})|(?<kind>2[ab]),(?<cost>\d{1,2}))\$(?<salt>[./A-Za-z0-9]{22})\$(?<digest>[./A-Za-z0-9]{31})$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [DllImport("libcrypt.so.1", EntryPoint = "crypt_r", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint CryptInto(byte[] text, byte[] setting, byte[] work);
}
