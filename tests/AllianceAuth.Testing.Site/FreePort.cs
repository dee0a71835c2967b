using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AllianceAuth.Testing.Site;

/// <summary>Loopback ports nobody listens on.</summary>
public static class FreePort
{
    // Below those that systems give to outgoing connections: one of those could take the port before its owner listens.
    private const int First = 18_000;
    private const int Last = 32_000;

    // Whoever got one listens a moment later; until then nobody else may get it.
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    /// <summary>Finds one. It must be known before the site starts, because the site's own address is part of its settings.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (!Given.TryAdd(port, true))
            {
                continue;
            }

            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
