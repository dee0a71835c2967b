using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>
/// A site whose users, corporations and states each test makes for itself, so that tests do not meet each other. It runs no job by itself: a test says
/// when groups are looked at.
/// </summary>
public sealed class KeepingSite : AppFixture
{
    private readonly FakeClock _clock = FakeClock.Running();
    private int _next = 1000;

    protected override TimeProvider Clock => _clock;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Node:Role", "Web")];

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    public int Next() => Interlocked.Increment(ref _next);

    public async Task<StateId> StateAsync()
    {
        var number = Next();
        return new(await ReadAsync<int>($"INSERT INTO authentication.states (name, priority, is_public, revision) VALUES ('State {number}', {number}, false, 0) RETURNING id"));
    }

    public async Task<long> CorporationAsync(string name, string ticker = "TICK", bool isClosed = false)
    {
        long id = 98_500_000 + Next();
        await RunAsync(
            $"INSERT INTO eveonline.corporations (id, name, ticker, member_count, is_closed, seen_at) VALUES ({id}, @name, @ticker, 1, {isClosed}, now())", ("name", name), ("ticker", ticker));
        return id;
    }

    public async Task<long> AllianceAsync(string name, string ticker = "ALLY")
    {
        long id = 99_500_000 + Next();
        await RunAsync($"INSERT INTO eveonline.alliances (id, name, ticker, executor_id, seen_at) VALUES ({id}, @name, @ticker, 1, now())", ("name", name), ("ticker", ticker));
        return id;
    }

    /// <summary>Users of one state with mains in one corporation.</summary>
    public async Task<IReadOnlyList<UserId>> UsersAsync(int count, StateId state, long? corporation, long? alliance = null, int joinedDaysAgo = 0)
    {
        var users = new List<UserId>();
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var first = Interlocked.Add(ref _next, count + 1) - count;
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state,
                main_character_id, main_name, main_corporation_id, main_corporation_name, main_corporation_ticker, main_alliance_id, language)
            SELECT 'user' || n, '', true, 1, false, false, 0, 0, @joined, @state, 2100000000 + n, 'Pilot ' || n, @corporation, 'x', 'x', @alliance, ''
            FROM generate_series(@first, @first + @count - 1) n
            RETURNING id
            """,
            connection);
        command.Parameters.AddWithValue("joined", Now.AddDays(-joinedDaysAgo));
        command.Parameters.AddWithValue("state", state.Value);
        command.Parameters.AddWithValue("first", first);
        command.Parameters.AddWithValue("count", count);
        command.Parameters.Add(new NpgsqlParameter("corporation", NpgsqlTypes.NpgsqlDbType.Bigint) { Value = (object?)corporation ?? DBNull.Value });
        command.Parameters.Add(new NpgsqlParameter("alliance", NpgsqlTypes.NpgsqlDbType.Bigint) { Value = (object?)alliance ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            users.Add(new UserId(reader.GetInt32(0)));
        }

        return users;
    }

    public async Task<UserId> UserAsync(StateId state, long? corporation, long? alliance = null) => (await UsersAsync(1, state, corporation, alliance))[0];

    /// <summary>Changes users behind the site's back; the test says what happened by an event.</summary>
    public Task SetAsync(IEnumerable<UserId> users, string assignment) =>
        RunAsync($"UPDATE authentication.users SET {assignment} WHERE id IN ({string.Join(',', users)})");

    public async Task RunAsync(string sql, params (string Name, object Value)[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        await command.ExecuteNonQueryAsync();
    }

    public Task PublishAsync(INotification happened) => DoAsync(s => s.GetRequiredService<IMediator>().Publish(happened));

    public Task<T> SendAsync<T>(IRequest<T> request) => AskAsync(s => s.GetRequiredService<IMediator>().Send(request));

    /// <summary>Delivers what happened, looks at whoever it happened to, and delivers what came of that.</summary>
    public async Task SettleAsync()
    {
        await DeliverEventsAsync();
        await RunJobAsync("groupmanagement.keep-groups", "changed");
        await DeliverEventsAsync();
    }

    /// <summary>Looks at everybody, and delivers what came of it.</summary>
    public async Task KeepAllAsync()
    {
        await RunJobAsync("groupmanagement.keep-groups");
        await DeliverEventsAsync();
    }

    internal Task<T> DbAsync<T>(Func<GroupManagementDb, Task<T>> work) => AskAsync(s => work(s.GetRequiredService<GroupManagementDb>()));

    internal async Task<int> ConfigAsync(AutogroupConfig config)
    {
        await DbAsync(async db =>
        {
            db.AutogroupConfigs.Add(config);
            return await db.SaveChangesAsync();
        });
        return config.Id;
    }

    /// <summary>A smart group; it admits everybody by its own settings.</summary>
    internal async Task<GroupId> SmartGroupAsync(FilterExpression filters, SmartGroupMode mode = SmartGroupMode.Automatic, int graceDays = 0, UserId[]? leaders = null)
    {
        var group = await SendAsync(new CreateGroup($"Smart {Next()}"));
        await DeliverEventsAsync();
        await DbAsync(async db =>
        {
            var own = await db.Groups.SingleAsync(g => g.Id == group);
            (own.IsInternal, own.IsHidden, own.IsOpen) = (false, false, true);
            own.Leaders = [.. (leaders ?? []).Select(l => l.Value)];
            db.SmartGroups.Add(new SmartGroup(group) { Mode = mode, GraceDays = graceDays, Expression = filters });
            return await db.SaveChangesAsync();
        });
        return group;
    }

    public async Task<IReadOnlyList<UserId>> MembersAsync(GroupId group) =>
        [.. (await SendAsync(new FindMembersOf([group]))).Select(m => m.User).OrderBy(u => u.Value)];

    public async Task<IReadOnlyList<string>> GroupsOfAsync(UserId user)
    {
        var among = (await SendAsync(new FindGroups(null))).ToDictionary(g => g.Group, g => g.Name);
        var standing = (await SendAsync(new FindStandings([user], among.Keys))).Single();
        return [.. standing.Groups.Select(g => among[g]).Order(StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<string>> TitlesToAsync(UserId user)
    {
        var titles = new List<string>();
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT title FROM notifications.notifications WHERE user_id = {user} AND title LIKE 'groupmanagement.%' ORDER BY id", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            titles.Add(reader.GetString(0));
        }

        return titles;
    }

    internal static FilterLeaf InState(params StateId[] states) => new("authentication.filter.state", FilterParameters.Of("states", [.. states.Select(s => s.ToString())]));

    public static (EntityKind Kind, long Id) Corporation(long id) => (EntityKind.Corporation, id);
}
