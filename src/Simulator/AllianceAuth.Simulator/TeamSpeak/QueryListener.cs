using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AllianceAuth.Simulator.Faults;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Takes connections on the loopback address, or refuses them while its port stays its own.</summary>
internal sealed class QueryListener(QueryEngine engine, FaultPlan faults, TimeProvider clock) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<QueryConnection, Task> _connections = new();
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;

    public int Port { get; private set; }

    public bool IsListening { get; private set; }

    public int Connections => _connections.Count;

    public void Start(int port)
    {
        lock (_lock)
        {
            _socket = Bind(port);
            Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
            Listen();
        }
    }

    /// <summary>From now on the system itself refuses whoever tries to connect. Open connections stay.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            if (IsListening)
            {
                IsListening = false;
                _socket!.Dispose();
                // Bound without listening: nobody else gets the port.
                _socket = Bind(Port);
            }
        }
    }

    public void Admit()
    {
        lock (_lock)
        {
            if (!IsListening)
            {
                Listen();
            }
        }
    }

    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        lock (_lock)
        {
            IsListening = false;
            _socket?.Dispose();
        }

        await _accepting;
        CutAll();
        await Task.WhenAll(_connections.Values);
        _stop.Dispose();
    }

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private void Listen()
    {
        _socket!.Listen();
        IsListening = true;
        var socket = _socket;
        _accepting = Task.Run(() => AcceptAsync(socket));
    }

    private async Task AcceptAsync(Socket listening)
    {
        while (true)
        {
            QueryConnection connection;
            try
            {
                connection = new QueryConnection(await listening.AcceptAsync(_stop.Token), engine, faults, clock);
            }
            catch (SocketException) when (IsListening && ReferenceEquals(_socket, listening))
            {
                // Whoever came was gone again before we looked.
                continue;
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }

            // Entered before it runs, so that it can take itself out.
            var entered = new TaskCompletionSource();
            _connections[connection] = Task.Run(async () =>
            {
                await entered.Task;
                await ServeAsync(connection);
            });
            entered.SetResult();
        }
    }

    private async Task ServeAsync(QueryConnection connection)
    {
        try
        {
            await connection.RunAsync(_stop.Token);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }
}
