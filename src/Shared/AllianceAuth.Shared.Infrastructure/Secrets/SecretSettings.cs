namespace AllianceAuth.Shared.Infrastructure.Secrets;

/// <summary>Keys that seal what is stored. Section <c>Secrets</c>.</summary>
public sealed class SecretSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Secrets";

    /// <summary>32 bytes in Base64, the same on every node. Empty: a key file in the data folder, made at the first start.</summary>
    public string MasterKey { get; set; } = "";

    /// <summary>Keys used before, newest first: what they sealed can still be opened.</summary>
    public IList<string> PreviousKeys { get; } = [];
}
