namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>Addresses that open the TeamSpeak client. TS3-024.</summary>
internal static class TeamSpeakLinks
{
    /// <summary>Comes in and redeems the key.</summary>
    public static string Join(string server, string nickname, string key) => $"ts3server://{server}?token={Uri.EscapeDataString(key)}&nickname={Uri.EscapeDataString(nickname)}";

    /// <summary>Comes in as before.</summary>
    public static string Connect(string server, string nickname) => $"ts3server://{server}?nickname={Uri.EscapeDataString(nickname)}";
}
