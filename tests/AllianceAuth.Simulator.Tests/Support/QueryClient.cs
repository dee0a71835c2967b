using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AllianceAuth.Simulator.Tests.Support;

/// <summary>A reply taken apart: lines as they came, without their ends.</summary>
internal sealed record QueryAnswer(IReadOnlyList<string> Lines)
{
    public string Error => Lines[^1];

    public int Code => int.Parse(Error.Split(' ')[1]["id=".Length..], CultureInfo.InvariantCulture);

    /// <summary>The items of the data line, each by key; empty when there was none.</summary>
    public IReadOnlyList<Dictionary<string, string>> Rows =>
        [.. Lines.SkipLast(1).Where(l => !l.StartsWith("notify", StringComparison.Ordinal)).SelectMany(l => l.Split('|')).Select(item => item.Split(' ').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p.ElementAtOrDefault(1) ?? ""))];

    public IEnumerable<string> All(string key) => Rows.Select(r => r[key]);

    public string One(string key) => Rows.Single()[key];
}

/// <summary>A ServerQuery client that shares no code with the server: a socket and the bytes that came.</summary>
internal sealed class QueryClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<byte> _received = [];

    private QueryClient()
    {
    }

    /// <summary>Connects and has read nothing yet.</summary>
    public static async Task<QueryClient> ConnectAsync(Simulation simulation, string from = "127.0.0.1")
    {
        var client = new QueryClient();
        client._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await client._socket.ConnectAsync(IPAddress.Loopback, simulation.Host.TeamSpeak.Port);
        return client;
    }

    /// <summary>Connects and has read the greeting.</summary>
    public static async Task<QueryClient> GreetedAsync(Simulation simulation, string from = "127.0.0.1")
    {
        var client = await ConnectAsync(simulation, from);
        Assert.Equal("TS3", await client.LineAsync());
        Assert.StartsWith("Welcome to the TeamSpeak 3 ServerQuery interface", await client.LineAsync(), StringComparison.Ordinal);
        return client;
    }

    /// <summary>Is logged in and has selected the first virtual server.</summary>
    public static async Task<QueryClient> ReadyAsync(Simulation simulation, string from = "127.0.0.1")
    {
        var client = await GreetedAsync(simulation, from);
        Assert.Equal(0, (await client.AskAsync("login client_login_name=serveradmin client_login_password=simulated-secret")).Code);
        Assert.Equal(0, (await client.AskAsync("use sid=1")).Code);
        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text)).WaitAsync(Patience);

    public async Task<QueryAnswer> AskAsync(string command)
    {
        await SendAsync($"{command}\n");
        return await AnswerAsync();
    }

    public async Task<int> CodeAsync(string command) => (await AskAsync(command)).Code;

    public async Task<QueryAnswer> AnswerAsync()
    {
        List<string> lines = [];
        do
        {
            lines.Add(await LineAsync() ?? throw new EndOfStreamException($"The server hung up after: {string.Join(" / ", lines)}"));
        }
        while (!lines[^1].StartsWith("error ", StringComparison.Ordinal));
        return new QueryAnswer(lines);
    }

    /// <summary>The next line, which must end with a line feed and a carriage return in this order; null when the server hung up.</summary>
    public async Task<string?> LineAsync()
    {
        while (true)
        {
            var end = _received.IndexOf((byte)'\n');
            if (end >= 0 && end + 1 < _received.Count)
            {
                Assert.Equal((byte)'\r', _received[end + 1]);
                var line = Encoding.UTF8.GetString([.. _received.Take(end)]);
                _received.RemoveRange(0, end + 2);
                return line;
            }

            if (!await ReceiveAsync())
            {
                return null;
            }
        }
    }

    /// <summary>Everything until the server hangs up, with line ends.</summary>
    public async Task<string> RestAsync()
    {
        while (await ReceiveAsync())
        {
        }

        return Encoding.UTF8.GetString([.. _received]);
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> ReceiveAsync()
    {
        var buffer = new byte[4_096];
        try
        {
            var count = await _socket.ReceiveAsync(buffer).WaitAsync(Patience);
            _received.AddRange(buffer[..count]);
            return count > 0;
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            return false;
        }
    }
}
