using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Greets whoever connects, answers the first line with what it was told, byte for byte, and then says nothing more.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ScriptedServer(string answer, string greeting = "TS3\n\rWelcome\n\r")
    {
        _listener.Start();
        _serving = ServeAsync(greeting, answer);
    }

    public string Heard { get; private set; } = "";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception gone) when (gone is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }

        _stop.Dispose();
    }

    private async Task ServeAsync(string greeting, string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(greeting), _stop.Token);
        using var reader = new StreamReader(stream);
        Heard = await reader.ReadLineAsync(_stop.Token) ?? "";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _stop.Token);
        await Task.Delay(Timeout.Infinite, _stop.Token);
    }
}
