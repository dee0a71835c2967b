namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>The switches of the simulated TeamSpeak. A reset brings these values back.</summary>
public sealed record TeamSpeakSettings
{
    /// <summary>Who may log in.</summary>
    public string LoginName { get; init; } = "serveradmin";

    /// <summary>With which password. Another one here makes the site's wrong.</summary>
    public string Password { get; init; } = "simulated-secret";

    /// <summary>So many commands …</summary>
    public int FloodCommands { get; init; } = 10;

    /// <summary>… in so many seconds are fine; more are not.</summary>
    public int FloodSeconds { get; init; } = 3;

    /// <summary>How long an address is shut out, in seconds.</summary>
    public int BanSeconds { get; init; } = 600;

    /// <summary>After so many wrong passwords an address is shut out.</summary>
    public int WrongLogins { get; init; } = 3;

    /// <summary>Addresses that may do as they like. The real server's list begins with the loopback too.</summary>
    public IReadOnlyList<string> Whitelist { get; init; } = ["127.0.0.1", "::1"];

    /// <summary>Seconds without a command until the server hangs up.</summary>
    public int IdleSeconds { get; init; } = 600;

    /// <summary>How lines travel.</summary>
    public LinePackets Packets { get; init; }

    /// <summary>Whether a key without a value comes as the bare word.</summary>
    public bool BareKeys { get; init; } = true;

    /// <summary>Whether replies have keys that nobody has heard of.</summary>
    public bool UnknownKeys { get; init; }

    /// <summary>Whether lines that nobody asked for come before and between the lines of each reply.</summary>
    public bool NotifyLines { get; init; }
}

/// <summary>How the lines of a reply are put into TCP segments.</summary>
public enum LinePackets
{
    /// <summary>Each line in one.</summary>
    Whole,

    /// <summary>Each line in many, cut wherever it happens.</summary>
    Split,

    /// <summary>All lines of a reply in one.</summary>
    Joined,
}
