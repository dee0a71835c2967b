namespace AllianceAuth.Services.Connectors.Mumble.Accounts;

/// <summary>A portrait, kept so that no login waits for the image server.</summary>
internal sealed class MumbleAvatar
{
    public required long CharacterId { get; set; }

    /// <summary>Empty when there was none to be had.</summary>
    public byte[] Picture { get; set; } = [];

    public required DateTimeOffset FetchedAt { get; set; }
}
