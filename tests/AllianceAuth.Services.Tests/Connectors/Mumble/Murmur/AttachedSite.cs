using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;

/// <summary>As much of the site as a Mumble server sees of it, from attaching until its process ends.</summary>
internal sealed class AttachedSite : IAsyncDisposable
{
    private readonly MumbleAttachment _attachment;
    private readonly CancellationTokenSource _seat = new();
    private readonly Task _running;

    private AttachedSite(MumbleAttachment attachment) => (_attachment, _running) = (attachment, attachment.RunAsync(_seat.Token));

    /// <summary>Numbers of the virtual servers that ask it.</summary>
    public IReadOnlyList<int> Attached => _attachment.Attached;

    /// <summary>Starts it and waits until the server asks it.</summary>
    /// <param name="server">The server.</param>
    /// <param name="door">Who answers.</param>
    /// <param name="clock">The system's unless told otherwise.</param>
    /// <param name="port">Where it listens; 0 for any free port.</param>
    public static async Task<AttachedSite> StartAsync(MurmurdServer server, Doorkeeper door, TimeProvider? clock = null, int port = 0)
    {
        // The watchdog would attach anew by itself and hide what a test wants to see.
        var settings = new MumbleSettings { Url = "mumble.example.com", IcePort = server.IcePort, IceSecret = MurmurdServer.Secret, CallbackPort = port, WatchdogSeconds = 3600 };
        var site = new AttachedSite(new MumbleAttachment(settings, door, clock ?? TimeProvider.System, NullLogger.Instance));
        await site.AttachedAsync();
        return site;
    }

    public Task AttachedAsync() => Eventually.TrueAsync(() => Attached.Contains(1), "the authenticator to be attached");

    /// <summary>What happens when the database goes, or another node has the seat.</summary>
    public async Task LoseSeatAsync()
    {
        await _seat.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await LoseSeatAsync();
        await _attachment.DisposeAsync();
        _seat.Dispose();
    }
}
