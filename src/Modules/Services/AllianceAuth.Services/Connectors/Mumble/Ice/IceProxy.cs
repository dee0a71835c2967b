namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>What an object is called at its server.</summary>
internal readonly record struct IceIdentity(string Name, string Category = "")
{
    public override string ToString() => Category.Length > 0 ? $"{Category}/{Name}" : Name;
}

/// <summary>Where an object is found.</summary>
/// <param name="Identity">What it is called there.</param>
/// <param name="Host">Name or address of its server.</param>
/// <param name="Port">TCP port.</param>
internal sealed record IceProxy(IceIdentity Identity, string Host, int Port)
{
    /// <summary>Type of a TCP endpoint.</summary>
    public const short Tcp = 1;

    /// <summary>Ice's own default for how long a peer waits for the connection.</summary>
    public const int TimeoutMilliseconds = 60_000;
}

/// <summary>What an operation promises about being repeated.</summary>
internal enum IceMode : byte
{
    /// <summary>Must not be repeated.</summary>
    Normal = 0,

    /// <summary>Old name of <see cref="Idempotent"/>; Ice still uses it for its built-in operations.</summary>
    Nonmutating = 1,

    /// <summary>May be repeated.</summary>
    Idempotent = 2,
}
