namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>What a pilot may ask of the account that they have; it travels to the engine as the account's secret.</summary>
internal static class TeamSpeakAsk
{
    /// <summary>Look whether the key was redeemed. TS3-025.</summary>
    public const string Verify = "verify";

    /// <summary>Forget the client that redeemed the last key, and make another key. TS3-029.</summary>
    public const string NewKey = "newkey";
}
