using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>One ServerQuery connection: a command, then its reply. Once anything went wrong in the middle of a reply it is of no use any more.</summary>
internal sealed class QueryConnection : IAsyncDisposable
{
    /// <summary>TS3-005.</summary>
    public static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    /// <summary>Between a command and the end of its reply.</summary>
    public static readonly TimeSpan LongestReply = TimeSpan.FromSeconds(20);

    /// <summary>TS3-013.</summary>
    public const int MostLines = 10_000;

    // All custom fields of fifty thousand people fit; more is no reply but an attack on our memory.
    private const int LongestLine = 16 * 1024 * 1024;
    private const string ErrorWord = "error ";

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly PipeReader _reader;
    private readonly TimeProvider _clock;

    private QueryConnection(Socket socket, TimeProvider clock)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: false);
        _reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        _clock = clock;
    }

    /// <summary>False after it broke off, fell silent or spoke nonsense.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>Connects and reads the whole greeting. TS3-005.</summary>
    /// <exception cref="QueryLostException">Nobody is there.</exception>
    /// <exception cref="QueryErrorException">We are shut out.</exception>
    public static async Task<QueryConnection> OpenAsync(string host, int port, TimeProvider clock, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var limit = new CancellationTokenSource(LongestConnect, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await socket.ConnectAsync(host, port, both.Token);
        }
        catch (Exception error)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw error is SocketException or OperationCanceledException ? new QueryLostException($"No connection to {host}:{port}.", error) : error;
        }

        var connection = new QueryConnection(socket, clock);
        try
        {
            await connection.WithinAsync(connection.GreetAsync, LongestConnect, cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a command and reads its reply.</summary>
    /// <returns>The items of its data line; none where it has none. TS3-011.</returns>
    /// <exception cref="QueryErrorException">The server says no.</exception>
    /// <exception cref="QueryLostException">No answer.</exception>
    /// <exception cref="QueryNonsenseException">No sense in it.</exception>
    public Task<IReadOnlyList<QueryRow>> SendAsync(QueryCommand command, CancellationToken cancellationToken) => WithinAsync(
        async cancelled =>
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes($"{command}\n"), cancelled);
            return await ReplyAsync(command.Name, cancelled);
        },
        LongestReply,
        cancellationToken);

    /// <summary>Takes leave where that still makes sense, and hangs up. TS3-014.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsUsable)
        {
            try
            {
                // Its answer is of no interest: whoever does not read it has gone by then.
                await _stream.WriteAsync("quit\n"u8.ToArray());
                _socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // Gone already.
            }
        }

        IsUsable = false;
        await _reader.CompleteAsync();
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    private async Task<bool> GreetAsync(CancellationToken cancellationToken)
    {
        var first = await LineAsync(cancellationToken);
        if (first.StartsWith(ErrorWord, StringComparison.Ordinal))
        {
            throw ErrorOf("greeting", first);
        }

        if (first != "TS3")
        {
            throw new QueryNonsenseException("What answers there is no TeamSpeak 3 server.");
        }

        await LineAsync(cancellationToken);
        return true;
    }

    private async Task<IReadOnlyList<QueryRow>> ReplyAsync(string command, CancellationToken cancellationToken)
    {
        List<QueryRow> rows = [];
        for (var lines = 0; lines < MostLines; lines++)
        {
            var line = await LineAsync(cancellationToken);
            if (line.StartsWith(ErrorWord, StringComparison.Ordinal))
            {
                var error = ErrorOf(command, line);
                return error.Code == QueryErrors.Ok ? rows : throw error;
            }

            // What happens on the server may be told at any time, asked for or not.
            if (!line.StartsWith("notify", StringComparison.Ordinal))
            {
                rows.AddRange(QueryRow.ParseList(line));
            }
        }

        throw new QueryNonsenseException($"The reply to {command} does not end.");
    }

    private static QueryErrorException ErrorOf(string command, string line)
    {
        var row = QueryRow.Parse(line[ErrorWord.Length..]);
        return new(command, row.Number("id"), row.Find("msg") ?? "", row.Find("extra_msg"), row.Find("failed_permid"));
    }

    /// <summary>The next line that is not empty: lines end with LF CR, so a CR stands at the beginning of the next.</summary>
    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(cancellationToken);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).Trim('\r', '\n');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                if (line.Length > 0)
                {
                    return line;
                }

                continue;
            }

            if (read.IsCompleted)
            {
                throw new QueryLostException("The server hung up.");
            }

            if (read.Buffer.Length > LongestLine)
            {
                throw new QueryNonsenseException("A line does not end.");
            }

            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> act, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await act(both.Token);
        }
        catch (QueryErrorException error)
        {
            // Whoever is shut out is hung up on.
            IsUsable &= error.Code is not (QueryErrors.Banned or QueryErrors.FloodBan);
            throw;
        }
        catch (Exception error)
        {
            IsUsable = false;
            cancellationToken.ThrowIfCancellationRequested();
            throw error is IOException or SocketException or OperationCanceledException ? new QueryLostException("The server does not answer.", error) : error;
        }
    }
}
