using System.Security.Cryptography;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>A link by which strangers come onto Mumble for a few hours.</summary>
internal sealed class GuestLink
{
    /// <summary>Hours that a link may last. MUM-053.</summary>
    public static readonly IReadOnlyList<int> Hours = [3, 6, 12, 24];

    public const int ReferenceLength = 15;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public int Id { get; set; }

    /// <summary>The secret part of its address.</summary>
    public required string Reference { get; set; }

    /// <summary>Who made it.</summary>
    public required UserId CreatorId { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public static GuestLink Make(UserId creator, int hours, DateTimeOffset now) => new()
    {
        Reference = RandomText(ReferenceLength),
        CreatorId = creator,
        CreatedAt = now,
        ExpiresAt = now.AddHours(hours),
    };

    /// <summary>Letters and digits from a cryptographic source.</summary>
    public static string RandomText(int length) => RandomNumberGenerator.GetString(Letters, length);
}

/// <summary>A stranger who came by a link.</summary>
internal sealed class Guest
{
    public const int LoginLength = 10;

    public const int PasswordLength = 15;

    public const int LongestName = 200;

    public int Id { get; set; }

    public required int LinkId { get; set; }

    /// <summary>What Mumble signs them in with.</summary>
    public required string LoginName { get; set; }

    public required string NameKey { get; set; }

    public required string PasswordHash { get; set; }

    /// <summary>The name that others see.</summary>
    public required string DisplayName { get; set; }

    /// <summary>EVE id of the character they signed in with; null for who used the form.</summary>
    public long? CharacterId { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
