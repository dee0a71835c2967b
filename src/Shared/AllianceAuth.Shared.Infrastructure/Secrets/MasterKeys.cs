using System.Security.Cryptography;
using AllianceAuth.Shared.Infrastructure.Settings;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Secrets;

/// <summary>The key that seals and the keys that still open.</summary>
internal sealed class MasterKeys
{
    private const int KeyBytes = 32;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, byte[]> _byId = new(StringComparer.Ordinal);

    private MasterKeys(byte[] current, IEnumerable<byte[]> previous)
    {
        CurrentId = IdOf(current);
        foreach (var key in previous.Prepend(current))
        {
            _byId.TryAdd(IdOf(key), key);
        }
    }

    /// <summary>Names the key that seals; derived from the key, so two nodes agree without talking.</summary>
    public string CurrentId { get; }

    public byte[] Current => _byId[CurrentId];

    /// <summary>Takes the keys from the settings, or else from the key file, which is made when there is none.</summary>
    /// <exception cref="OptionsValidationException">A key is not 32 bytes in Base64.</exception>
    public static MasterKeys Load(SecretSettings settings, string dataDirectory)
    {
        var previous = settings.PreviousKeys.Select((text, i) => Decode(text, FormattableString.Invariant($"PreviousKeys:{i}"))).ToList();
        var current = settings.MasterKey.Length > 0
            ? Decode(settings.MasterKey, nameof(SecretSettings.MasterKey))
            : LoadFile(Path.Combine(dataDirectory, "keys", "master.key"));
        return new MasterKeys(current, previous);
    }

    public byte[]? Find(string id) => _byId.GetValueOrDefault(id);

    private static byte[] LoadFile(string path)
    {
        if (!File.Exists(path))
        {
            MakeFile(path);
        }

        return TryDecode(File.ReadAllText(path).Trim())
            ?? throw new InvalidOperationException($"The key file {path} does not hold 32 bytes in Base64. Restore it from a backup: without it, stored tokens cannot be opened.");
    }

    private static void MakeFile(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // One maker at a time; and written beside, then moved, so that a killed process leaves no file or a whole one.
        using var turn = TakeTurn($"{path}.lock");
        if (File.Exists(path))
        {
            return;
        }

        var draft = $"{path}.{Guid.CreateVersion7():N}";
        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        File.Move(draft, path);
    }

    private static FileStream TakeTurn(string path)
    {
        FileStream? turn = null;
        SpinWait.SpinUntil(() => (turn = TryTakeTurn(path)) is not null, LongestTurn);
        return turn ?? throw new IOException($"Another process has been making the key file for {LongestTurn.TotalSeconds:0} seconds; it holds {path}.");
    }

    private static FileStream? TryTakeTurn(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static byte[] Decode(string text, string name) => TryDecode(text)
        ?? throw new OptionsValidationException(SecretSettings.Section, typeof(SecretSettings),
            [SettingName.Message(SecretSettings.Section, name, "must be 32 bytes in Base64. Make one with: openssl rand -base64 32")]);

    private static byte[]? TryDecode(string text)
    {
        var key = new byte[KeyBytes + 3];
        return Convert.TryFromBase64String(text, key, out var written) && written == KeyBytes ? key[..KeyBytes] : null;
    }

    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..8];
}
