using System.Net;
using System.Net.Sockets;
using System.Text;
using AllianceAuth.Simulator.Faults;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>One ServerQuery connection: lines in, lines out, and all that can go wrong on the way.</summary>
internal sealed class QueryConnection(Socket socket, QueryEngine engine, FaultPlan faults, TimeProvider clock) : IDisposable
{
    /// <summary>What a fault's route must hold to strike before the greeting.</summary>
    private const string Greeting = "greeting";

    private const string Welcome = "Welcome to the TeamSpeak 3 ServerQuery interface, type \"help\" for a list of commands and \"help <command>\" for information on a specific command.";
    private const int SplitBytes = 3;

    private readonly SemaphoreSlim _writing = new(1);
    private IPAddress _address = IPAddress.None;
    private long _lastHeard = clock.GetUtcNow().UtcTicks;

    public void Dispose()
    {
        socket.Dispose();
        _writing.Dispose();
    }

    /// <summary>Hangs up from another thread.</summary>
    public void Cut() => socket.Dispose();

    public async Task RunAsync(CancellationToken stop)
    {
        QuerySession? session = null;
        try
        {
            socket.NoDelay = true;
            _address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
            (session, var banned) = engine.Open(_address, line => _ = NotifyAsync(line));
            if (banned is not null)
            {
                await SendAsync(new QueryReply([], banned).Lines(engine.Settings));
                return;
            }

            await ServeAsync(session!, stop);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other end went away, or we were told to hang up.
        }
        finally
        {
            if (session is not null)
            {
                engine.Close(session);
            }
        }
    }

    private async Task ServeAsync(QuerySession session, CancellationToken stop)
    {
        var first = faults.Strike(SimulatedService.Teamspeak, Greeting, f => f.Kind == FaultKind.Unavailable || f.Route == Greeting);
        await WaitAsync(first, stop);
        if (first.Any(f => f.Kind == FaultKind.Unavailable))
        {
            return;
        }

        await SendAsync(["TS3", Welcome]);
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var idle = clock.CreateTimer(_ => CutIfIdle(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (true)
        {
            idle.Change(TimeSpan.FromSeconds(engine.Settings.IdleSeconds), Timeout.InfiniteTimeSpan);
            if (await reader.ReadLineAsync(stop) is not { } line)
            {
                return;
            }

            Interlocked.Exchange(ref _lastHeard, clock.GetUtcNow().UtcTicks);
            // Some clients end lines with both characters, in either order; an empty line only shows that they live.
            line = line.Trim('\r', '\n', ' ');
            if (line.Length > 0 && !await AnswerAsync(session, line, stop))
            {
                return;
            }
        }
    }

    /// <returns>False when the server hangs up.</returns>
    private async Task<bool> AnswerAsync(QuerySession session, string line, CancellationToken stop)
    {
        var struck = faults.Strike(SimulatedService.Teamspeak, line, f => f.Kind != FaultKind.Unavailable && f.Route != Greeting);
        await WaitAsync(struck, stop);
        var fault = struck.FirstOrDefault(f => f.Kind != FaultKind.Slow);
        var reply = engine.Answer(session, _address, line, fault);
        var lines = reply.Lines(engine.Settings);
        switch (fault?.Kind)
        {
            case FaultKind.Timeout:
                return true;
            case FaultKind.Malformed:
                await SendAsync(["sgid==|||name=\\", "error id=half msg"]);
                return true;
            case FaultKind.Cut:
                var bytes = Bytes(lines);
                await WriteAsync([bytes.AsMemory(0, bytes.Length / 2)]);
                return false;
            default:
                await SendAsync(lines);
                return !reply.Error.Closes;
        }
    }

    private async Task WaitAsync(IEnumerable<Fault> struck, CancellationToken stop)
    {
        foreach (var slow in struck.Where(f => f.Kind == FaultKind.Slow))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(slow.DelayMs), clock, stop);
        }
    }

    private async Task NotifyAsync(string line)
    {
        try
        {
            await SendAsync([line]);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // Whoever listened went away; the reading side sees it too and cleans up.
        }
    }

    private Task SendAsync(IReadOnlyList<string> lines) => WriteAsync(engine.Settings.Packets switch
    {
        LinePackets.Joined => [Bytes(lines)],
        LinePackets.Split => Bytes(lines).Chunk(SplitBytes).Select(c => c.AsMemory()),
        _ => lines.Select(l => Bytes([l]).AsMemory()),
    });

    private async Task WriteAsync(IEnumerable<Memory<byte>> packets)
    {
        await _writing.WaitAsync();
        try
        {
            foreach (var packet in packets)
            {
                for (var sent = 0; sent < packet.Length;)
                {
                    sent += await socket.SendAsync(packet[sent..]);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Line feed, then carriage return.</summary>
    private static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => $"{l}\n\r")));

    private void CutIfIdle()
    {
        // The clock is asked again: a timer may go off a little early, and one in a test goes off at once.
        var silent = clock.GetUtcNow() - new DateTimeOffset(Interlocked.Read(ref _lastHeard), TimeSpan.Zero);
        if (silent >= TimeSpan.FromSeconds(engine.Settings.IdleSeconds - 1))
        {
            Cut();
        }
    }
}
