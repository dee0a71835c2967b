using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>
/// The one way to the server: one operation at a time over one connection, which stays open for the operations that follow at once and is hung up soon
/// after. A server counts commands and connections of an address, so nobody opens one of their own. TS3-014, TS3-015.
/// </summary>
internal sealed class QueryDesk : IAsyncDisposable
{
    /// <summary>Long before the server would cut it: a connection that is held for nothing takes somebody's place there.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly QueryPace _pace;
    private readonly ITimer _hangUp;
    private readonly TimeProvider _clock;
    private readonly TeamSpeak3Settings _settings;
    private QueryConnection? _connection;

    public QueryDesk(IOptions<TeamSpeak3Settings> settings, TimeProvider clock)
    {
        (_settings, _clock, _pace) = (settings.Value, clock, new QueryPace(clock));
        _hangUp = clock.CreateTimer(_ => _ = HangUpIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Works with the server. What is done must bear to be done twice: a connection that turns out to be dead is opened anew, once.</summary>
    /// <exception cref="ServiceException">It could not be done, with the reason.</exception>
    public async Task<T> UseAsync<T>(Func<QueryServer, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await InTurnAsync(() => TwiceAsync(work, cancellationToken), cancellationToken);
        }
        catch (Exception error) when (error is QueryLostException or QueryNonsenseException or QueryErrorException)
        {
            throw QueryTroubles.Of(error, _settings);
        }
    }

    /// <summary>The same over a connection of its own that is neither logged in nor has selected a server, and without a second try. For the test.</summary>
    public Task<T> TryAsync<T>(Func<QueryServer, Task<T>> work, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            await HangUpAsync();
            await using var connection = await QueryConnection.OpenAsync(_settings.Host, _settings.QueryPort, _clock, cancellationToken);
            return await PacedAsync(() => work(new QueryServer(connection, _pace, cancellationToken)));
        },
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _hangUp.DisposeAsync();
        // Whoever has the turn, the timer too, is waited for.
        await _turn.WaitAsync();
        await HangUpAsync();
        _turn.Dispose();
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            if (_connection is { IsUsable: false })
            {
                await HangUpAsync();
            }

            _hangUp.Change(LongestIdle, Timeout.InfiniteTimeSpan);
            _turn.Release();
        }
    }

    private async Task<T> TwiceAsync<T>(Func<QueryServer, Task<T>> work, CancellationToken cancellationToken)
    {
        if (_connection is { } known)
        {
            try
            {
                return await PacedAsync(() => work(new QueryServer(known, _pace, cancellationToken)));
            }
            catch (Exception error) when (error is QueryLostException or QueryErrorException { Code: QueryErrors.NotLoggedIn })
            {
                // It was cut, or the server has started anew since; that says nothing about now.
                await HangUpAsync();
            }
        }

        return await PacedAsync(async () =>
        {
            _connection = await QueryConnection.OpenAsync(_settings.Host, _settings.QueryPort, _clock, cancellationToken);
            var server = new QueryServer(_connection, _pace, cancellationToken);
            try
            {
                await server.EnterAsync(_settings);
            }
            catch
            {
                // Half-way in is not in.
                await HangUpAsync();
                throw;
            }

            return await work(server);
        });
    }

    private async Task<T> PacedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (QueryErrorException error) when (error.Code is QueryErrors.Flooding or QueryErrors.FloodBan or QueryErrors.Banned)
        {
            _pace.SlowDown();
            throw;
        }
    }

    private async Task HangUpIdleAsync()
    {
        // Whoever has the turn sets the timer again.
        if (await _turn.WaitAsync(TimeSpan.Zero))
        {
            try
            {
                await HangUpAsync();
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private async Task HangUpAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
