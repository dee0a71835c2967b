using AllianceAuth.Simulator.Sso;

namespace AllianceAuth.Simulator;

/// <summary>The switches of a running simulator. A reset brings these values back.</summary>
public sealed record SimulatorSettings
{
    /// <summary>
    /// On: an ESI answer stays as it is until its <c>Expires</c>, like the real thing. Off: a change shows at once, which is
    /// what demonstrations and most tests want. The headers are the same either way.
    /// </summary>
    public bool CacheLag { get; init; }

    /// <summary>Seconds until ESI answers expire; null for each route's own figure.</summary>
    public int? CacheSeconds { get; init; }

    /// <summary>Whether the error limit and the rate limits are kept. Off for load tests.</summary>
    public bool Limits { get; init; } = true;

    /// <summary>Whether each refresh brings a new refresh token and ends the old one.</summary>
    public bool RotateRefreshTokens { get; init; }

    /// <summary>Life of an access token in seconds.</summary>
    public int AccessTokenSeconds { get; init; } = 1_200;

    /// <summary>What tokens and metadata say in <c>iss</c>.</summary>
    public string Issuer { get; init; } = SsoFacts.Issuer;

    /// <summary>Whether <c>/status</c> says that the server is in VIP mode.</summary>
    public bool Vip { get; init; }
}

/// <summary>Holds the switches as they are now.</summary>
internal sealed class LiveSettings
{
    private volatile SimulatorSettings _value = new();

    public SimulatorSettings Value
    {
        get => _value;
        set => _value = value;
    }
}
