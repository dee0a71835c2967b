using System.Security.Cryptography;
using AllianceAuth.Shared.Infrastructure.Secrets;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Tests.Secrets;

public sealed class SecretProtectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("refresh-token==")]
    [InlineData("Пароль 🚀")]
    public void What_was_sealed_can_be_opened_and_does_not_show_its_content(string secret)
    {
        var protector = Protector(NewKey());

        var envelope = protector.Protect(secret);

        Assert.Equal(secret, protector.Unprotect(envelope));
        Assert.All(envelope, letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_'));
    }

    [Fact]
    public void Sealing_twice_gives_two_envelopes()
    {
        var protector = Protector(NewKey());

        Assert.NotEqual(protector.Protect("same"), protector.Protect("same"));
    }

    [Fact]
    public void Whatever_letter_is_changed_the_envelope_does_not_open()
    {
        var protector = Protector(NewKey());
        var envelope = protector.Protect("refresh-token");

        for (var i = 0; i < envelope.Length; i++)
        {
            var changed = envelope[..i] + (envelope[i] == 'A' ? 'B' : 'A') + envelope[(i + 1)..];

            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(changed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain text from before")]
    [InlineData("s1.00000000.AAAA")]
    [InlineData("s2.00000000.AAAA")]
    [InlineData("s1.66687aad.AAAAA")]
    [InlineData("s1.66687aad.AAAA")]
    [InlineData("s1.66687aad.====")]
    [InlineData("...")]
    public void What_is_no_envelope_is_refused(string garbage) =>
        Assert.ThrowsAny<CryptographicException>(() => Protector(Convert.ToBase64String(new byte[32])).Unprotect(garbage));

    [Fact]
    public void After_a_rotation_old_envelopes_open_and_new_ones_are_under_the_new_key()
    {
        var (old, fresh) = (NewKey(), NewKey());
        var sealedBefore = Protector(old).Protect("secret");
        var rotated = Protector(fresh, old);

        Assert.Equal("secret", rotated.Unprotect(sealedBefore));
        Assert.Equal("secret", Protector(fresh).Unprotect(rotated.Protect("secret")));
        Assert.Throws<CryptographicException>(() => Protector(fresh).Unprotect(sealedBefore));
    }

    [Fact]
    public void Without_a_setting_a_key_file_is_made_once_that_only_its_owner_may_read()
    {
        var first = new SecretProtector(MasterKeys.Load(new SecretSettings(), _folder));
        var second = new SecretProtector(MasterKeys.Load(new SecretSettings(), _folder));

        Assert.Equal("secret", second.Unprotect(first.Protect("secret")));
        var file = Path.Combine(_folder, "keys", "master.key");
        Assert.Equal([file, $"{file}.lock"], Directory.GetFiles(Path.Combine(_folder, "keys")).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Many_processes_that_start_at_once_agree_on_one_key()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => MasterKeys.Load(new SecretSettings(), _folder).CurrentId)));

        Assert.Single(ids.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void A_damaged_key_file_stops_the_start_instead_of_being_replaced()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        File.WriteAllText(Path.Combine(_folder, "keys", "master.key"), "oops");

        Assert.Throws<InvalidOperationException>(() => MasterKeys.Load(new SecretSettings(), _folder));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAAA")]
    public void A_key_of_the_wrong_form_is_named_with_the_way_to_make_one(string key)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => MasterKeys.Load(new SecretSettings { MasterKey = key }, _folder));

        Assert.Contains("Secrets:MasterKey (environment variable Secrets__MasterKey) must be 32 bytes in Base64", refused.Message, StringComparison.Ordinal);
    }

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private SecretProtector Protector(string key, params string[] previous)
    {
        var settings = new SecretSettings { MasterKey = key };
        foreach (var one in previous)
        {
            settings.PreviousKeys.Add(one);
        }

        return new(MasterKeys.Load(settings, _folder));
    }
}
