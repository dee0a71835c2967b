using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Accounts;

public sealed class MumblePasswordsTests
{
    private readonly MumblePasswords _passwords = new();

    [Fact]
    public void A_new_hash_fits_its_password_only()
    {
        var hash = _passwords.Hash("flying-brick-9");

        Assert.Equal(PasswordFit.Right, _passwords.Check(MumblePasswords.Pbkdf2, hash, "flying-brick-9"));
        Assert.Equal(PasswordFit.Wrong, _passwords.Check(MumblePasswords.Pbkdf2, hash, "flying-brick-8"));
    }

    // Made by passlib, the library that Alliance Auth uses, and by bcrypt of another machine.
    [SkippableTheory, Rule("MUM-007")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS", "password")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=5$E/e/2AOhqM5W/KJTFQzLce$WFPIZKtDDTriqWwlmRFfHiOTeheAZWe", "")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=12$abcdefghijklmnopqrstuu$GnYGJaap6G/GDS7.sOL9Zg0th7APu32", "test")]
    public void An_imported_hash_of_version_2_fits_and_is_to_be_made_anew(string hash, string password) => FitsOnly(hash, password);

    [SkippableTheory, Rule("MUM-008")]
    [InlineData("$bcrypt-sha256$2a,5$5Hg1DKFqPE8C2aflZ5vVoe$12BjNE0p7axMg55.Y/mHsYiVuFBDQyu", "password")]
    [InlineData("$bcrypt-sha256$2a,5$E/e/2AOhqM5W/KJTFQzLce$F6dYSxOdAEoJZO2eoHUZWZljW/e0TXO", "")]
    public void An_imported_hash_of_version_1_fits_and_is_to_be_made_anew(string hash, string password) => FitsOnly(hash, password);

    [SkippableFact, Rule("MUM-006")]
    public void The_salt_goes_into_the_hash_before_bcrypt_does()
    {
        Skip.IfNot(BcryptSha256.IsAvailable, "This machine's C library does not know bcrypt.");

        // The digest of version 1 under the name of version 2: without the salt in the first step.
        Assert.False(BcryptSha256.Check("$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$12BjNE0p7axMg55.Y/mHsYiVuFBDQyu", "password"));
    }

    [SkippableFact, Rule("MUM-010")]
    public void The_Base64_of_the_digest_is_what_bcrypt_gets()
    {
        Skip.IfNot(BcryptSha256.IsAvailable, "This machine's C library does not know bcrypt.");

        // bcrypt reads 72 bytes; of two that differ after that only this form tells them apart.
        var same = new string('x', 80);
        Assert.False(BcryptSha256.Check("$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS", same));
    }

    [Fact, Rule("MUM-009")]
    public void An_old_SHA1_fits_and_is_to_be_made_anew()
    {
        Assert.Equal(PasswordFit.RightButOld, _passwords.Check(MumblePasswords.Sha1, "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", "test"));
        Assert.Equal(PasswordFit.Wrong, _passwords.Check(MumblePasswords.Sha1, "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", "Test"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$bcrypt-sha256$")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=5$short$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS")]
    [InlineData("$bcrypt-sha256$v=2,t=2x,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=99$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS")]
    public void A_damaged_hash_is_nobodys_password(string hash)
    {
        Assert.Equal(PasswordFit.Wrong, _passwords.Check(MumblePasswords.BcryptSha256Name, hash, "password"));
        Assert.Equal(PasswordFit.Wrong, _passwords.Check(MumblePasswords.Pbkdf2, hash.Replace("$", "", StringComparison.Ordinal), "password"));
    }

    [Fact, Rule("MUM-040")]
    public void A_hash_of_unknown_making_is_nobodys_password() => Assert.Equal(PasswordFit.UnknownFunction, _passwords.Check("argon2", "x", "x"));

    [Fact]
    public void A_proof_is_good_for_that_password_and_that_hash_only()
    {
        var verified = new VerifiedPasswords();
        verified.Remember(new UserId(1), "hash", "right");

        Assert.True(verified.Knows(new UserId(1), "hash", "right"));
        Assert.False(verified.Knows(new UserId(1), "hash", "wrong"));
        Assert.False(verified.Knows(new UserId(1), "another hash", "right"));
        Assert.False(verified.Knows(new UserId(2), "hash", "right"));
    }

    private void FitsOnly(string hash, string password)
    {
        Skip.IfNot(BcryptSha256.IsAvailable, "This machine's C library does not know bcrypt.");

        Assert.Equal(PasswordFit.RightButOld, _passwords.Check(MumblePasswords.BcryptSha256Name, hash, password));
        Assert.Equal(PasswordFit.Wrong, _passwords.Check(MumblePasswords.BcryptSha256Name, hash, password + "x"));
    }
}
