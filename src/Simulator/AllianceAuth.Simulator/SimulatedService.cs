namespace AllianceAuth.Simulator;

/// <summary>The outside services that the simulator plays. Each that speaks HTTP has a path prefix of its name in small letters.</summary>
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

    /// <summary>discord.com, under <c>/discord</c>.</summary>
    Discord,

    /// <summary>A TeamSpeak 3 server: ServerQuery on a port of its own. Its page under <c>/teamspeak</c> never fails.</summary>
    Teamspeak,

    /// <summary>The example service, under <c>/example</c>.</summary>
    Example,
}

internal static class SimulatedServices
{
    /// <returns>Null for the simulator's own pages, among them the one that shows what a service holds, at the service's bare prefix.</returns>
    public static SimulatedService? Of(PathString path)
    {
        foreach (var service in Enum.GetValues<SimulatedService>().Where(s => s != SimulatedService.Teamspeak))
        {
            if (path.StartsWithSegments($"/{service}", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value is not (null or "" or "/"))
            {
                return service;
            }
        }

        return null;
    }
}
