namespace AllianceAuth.Services.Connectors.Mumble.Murmur;

/// <summary>
/// What a Mumble server asks and tells us. The line between the protocol and the accounts: whatever is thrown here never reaches the server.
/// </summary>
internal interface IMumbleDoor
{
    /// <summary>Decides whether somebody comes in.</summary>
    Task<MumbleVerdict> AuthenticateAsync(MumbleKnock knock, CancellationToken cancellationToken);

    /// <summary>The number of a login name; null when it is not one of ours.</summary>
    Task<int?> FindIdAsync(string name, CancellationToken cancellationToken);

    /// <summary>The login name of a number; null when it is not one of ours.</summary>
    Task<string?> FindNameAsync(int id, CancellationToken cancellationToken);

    /// <summary>The picture of a number; empty without one. Must not wait for another machine.</summary>
    Task<byte[]> FindTextureAsync(int id, CancellationToken cancellationToken);

    /// <summary>Numbers and login names that hold a text; everybody for an empty one.</summary>
    Task<IReadOnlyDictionary<int, string>> FindRegisteredAsync(string text, CancellationToken cancellationToken);

    /// <summary>Somebody came in.</summary>
    Task ConnectedAsync(int server, MurmurUser user, CancellationToken cancellationToken);

    /// <summary>Somebody left.</summary>
    Task DisconnectedAsync(int server, MurmurUser user, CancellationToken cancellationToken);

    /// <summary>Somebody wrote something.</summary>
    Task SaidAsync(int server, MurmurUser user, string text, CancellationToken cancellationToken);
}

/// <summary>Somebody wants to come in.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Password">As typed; empty for none.</param>
/// <param name="CertificateHash">SHA-1 of the client's certificate in hex; empty without one.</param>
internal sealed record MumbleKnock(string Name, string Password, string CertificateHash);

/// <summary>What is answered to who wants to come in.</summary>
/// <param name="Code">The user's number, or one of the negative ones below.</param>
/// <param name="Name">The name that others see; empty to leave it.</param>
/// <param name="Groups">Groups of the root channel for this session.</param>
internal sealed record MumbleVerdict(int Code, string Name, IReadOnlyList<string> Groups)
{
    /// <summary>The password is wrong, or they may not come in.</summary>
    public static readonly MumbleVerdict Refused = new(-1, "", []);

    /// <summary>Nobody of ours: the server decides by itself.</summary>
    public static readonly MumbleVerdict Unknown = new(-2, "", []);

    /// <summary>We cannot tell now: the server asks to try again later.</summary>
    public static readonly MumbleVerdict OutOfOrder = new(-3, "", []);
}
