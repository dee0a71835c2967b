using System.Net;
using System.Net.Sockets;

namespace AllianceAuth.Testing.Site;

/// <summary>Loopback ports nobody listens on.</summary>
public static class FreePort
{
    /// <summary>Asks the system for one. It must be known before the site starts, because the site's own address is part of its settings.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
