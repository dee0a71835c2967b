using System.Security.Cryptography;

namespace AllianceAuth.Services.Domain;

/// <summary>Passwords of accounts: those we make, and what we ask of those that pilots choose.</summary>
internal static class ServicePassword
{
    /// <summary>Characters a chosen password needs at least. SVC-041.</summary>
    public const int Shortest = 8;

    /// <summary>Longer ones some services cut without a word.</summary>
    public const int Longest = 100;

    private const int Length = 16;
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A new one that nobody can guess. SVC-042, C-26.</summary>
    public static string Generate() => RandomNumberGenerator.GetString(Characters, Length);
}
