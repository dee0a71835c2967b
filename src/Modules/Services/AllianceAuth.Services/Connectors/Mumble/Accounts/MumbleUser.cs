using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Connectors.Mumble.Accounts;

/// <summary>A pilot's account, as the authenticator reads it at a login.</summary>
internal sealed class MumbleUser
{
    public required UserId UserId { get; set; }

    /// <summary>What the pilot signs in with.</summary>
    public required string LoginName { get; set; }

    /// <summary>The login name without regard to case. MUM-042.</summary>
    public required string NameKey { get; set; }

    /// <summary>Empty while the pilot has no password.</summary>
    public string PasswordHash { get; set; } = "";

    /// <summary>How the hash was made: one of <see cref="MumblePasswords"/>.</summary>
    public string HashFunction { get; set; } = "";

    /// <summary>The name that others see.</summary>
    public required string DisplayName { get; set; }

    public string[] Groups { get; set; } = [];

    /// <summary>SHA-1 of the certificate that came with the last right password, in hex; null without one.</summary>
    public string? CertificateHash { get; set; }

    /// <summary>The client's release at the last login. MUM-047.</summary>
    public string? Release { get; set; }

    /// <summary>The client's version as Mumble numbers it.</summary>
    public int? Version { get; set; }

    public DateTimeOffset? LastConnectAt { get; set; }

    public DateTimeOffset? LastDisconnectAt { get; set; }

    /// <summary>The form in which names are compared.</summary>
    public static string KeyOf(string name) => name.ToLowerInvariant();
}
