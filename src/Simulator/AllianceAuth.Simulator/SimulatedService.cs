namespace AllianceAuth.Simulator;

/// <summary>The outside services that the simulator plays. Each has a path prefix of its name in small letters.</summary>
public enum SimulatedService
{
    /// <summary>login.eveonline.com, under <c>/sso</c>.</summary>
    Sso,

    /// <summary>esi.evetech.net, under <c>/esi</c>.</summary>
    Esi,

    /// <summary>images.evetech.net, under <c>/images</c>.</summary>
    Images,

    /// <summary>www.google-analytics.com, under <c>/analytics</c>.</summary>
    Analytics,

    /// <summary>The example service, under <c>/example</c>.</summary>
    Example,
}

internal static class SimulatedServices
{
    /// <returns>Null for the simulator's own pages.</returns>
    public static SimulatedService? Of(PathString path)
    {
        foreach (var service in Enum.GetValues<SimulatedService>())
        {
            if (path.StartsWithSegments($"/{service}", StringComparison.OrdinalIgnoreCase))
            {
                return service;
            }
        }

        return null;
    }
}
