using System.Collections.Concurrent;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator.Example;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceAuth.Services.Tests.Site;

/// <summary>
/// A site with as many pretended services as tests ask for, beside those of the product. Each test makes its own service and its own users, so that tests do
/// not meet each other. It runs no job by itself: a test says when the engine works.
/// </summary>
public class ServicesSite : AppFixture
{
    private readonly ConcurrentDictionary<string, PretendService> _pretended = new(StringComparer.Ordinal);
    private readonly FakeClock _clock = FakeClock.Running();
    private int _next = 1000;

    protected override TimeProvider Clock => _clock;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Advance(TimeSpan by) => _clock.Advance(by);

    protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
    [
        new("Node:Role", "Web"),
        new("Services:Example:BaseUrl", $"{Eve.Address}/example"),
        new("Services:Example:Key", SimulatedExample.Key),
    ];

    protected override void Configure(IServiceCollection services)
    {
        services.AddScoped(p => new ConnectorBook([.. p.GetServices<ServiceConnector>(), .. _pretended.Values.Select(s => new PretendConnector(s))]));
        // Tests add services to a running site.
        services.AddScoped(p => InstalledServices.Of(p.GetRequiredService<ConnectorBook>()));
    }

    public int Next() => Interlocked.Increment(ref _next);

    public PretendService NewService(ServiceAbilities abilities = ServiceAbilities.Groups | ServiceAbilities.DisplayNames | ServiceAbilities.Reading)
    {
        var service = new PretendService($"pretend{Next()}", abilities);
        _pretended[service.Name] = service;
        return service;
    }

    public async Task<StateId> StateAsync(params string[] permissions)
    {
        var number = Next();
        var state = new StateId(await ReadAsync<int>($"INSERT INTO authentication.states (name, priority, is_public, revision) VALUES ('State {number}', {number}, false, 0) RETURNING id"));
        await RunAsync($"INSERT INTO authentication.state_permissions (state_id, permission) SELECT {state}, unnest(@permissions)", ("permissions", permissions));
        return state;
    }

    public async Task<GroupId> GroupAsync(string? name = null, params string[] permissions)
    {
        var group = await SendAsync(new Authentication.Contracts.CreateGroup(name ?? $"Group {Next()}"));
        await RunAsync($"INSERT INTO authentication.group_permissions (group_id, permission) SELECT {group}, unnest(@permissions)", ("permissions", permissions));
        return group;
    }

    /// <summary>Users with mains, behind the site's back.</summary>
    public async Task<IReadOnlyList<UserId>> UsersAsync(int count, StateId? state = null)
    {
        var first = Interlocked.Add(ref _next, count + 1) - count;
        var users = new List<UserId>();
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state,
                main_character_id, main_name, main_corporation_id, main_corporation_name, main_corporation_ticker, language)
            SELECT 'user' || n, '', true, 1, false, false, 0, 0, now(), {state?.Value ?? 1}, 2100000000 + n, 'Pilot ' || n, 98000001, 'x', 'x', ''
            FROM generate_series({first}, {first + count - 1}) n
            RETURNING id
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            users.Add(new UserId(reader.GetInt32(0)));
        }

        return users;
    }

    /// <summary>Gives users a permission of their own.</summary>
    public Task GrantAsync(string permission, params IEnumerable<UserId> users) =>
        RunAsync($"INSERT INTO authentication.user_permissions (user_id, permission) SELECT unnest(@users), @permission", ("users", users.Select(u => u.Value).ToArray()), ("permission", permission));

    public Task RevokeAsync(string permission, params IEnumerable<UserId> users) =>
        RunAsync("DELETE FROM authentication.user_permissions WHERE permission = @permission AND user_id = ANY (@users)", ("users", users.Select(u => u.Value).ToArray()), ("permission", permission));

    /// <summary>A user who may use a service and has asked for an account.</summary>
    public async Task<UserId> PilotAsync(PretendService service) => (await PilotsAsync(service, 1))[0];

    /// <summary>Users who may use a service, whose accounts are made.</summary>
    public async Task<IReadOnlyList<UserId>> PilotsAsync(PretendService service, int count)
    {
        var users = await UsersAsync(count);
        await GrantAsync(service.Permission, users);
        await ActivateAsync(service.Name, users);
        await KeepAsync(service.Name);
        return users;
    }

    /// <summary>Users who have had accounts for long, without a call: for large numbers.</summary>
    public async Task HaveAccountsAsync(PretendService service, IReadOnlyList<UserId> users)
    {
        await RunAsync(
            $"""
            INSERT INTO services.accounts (service, user_id, stage, login_name, display_name, groups, missing, wanted_login, wanted_display, wanted_groups, plan, mark, looked, done,
                priority, cause, is_approved, attempts, trouble_arguments, activated_at, drift, remote_id)
            SELECT '{service.Name}', u.id, 1, u.main_name, u.main_name, ARRAY[s.name], ARRAY[]::text[], u.main_name, u.main_name, ARRAY[s.name], 0, 1, 1, 1,
                3, '', false, 0, ARRAY[]::text[], now(), ARRAY[]::text[], u.id::text
            FROM authentication.users u JOIN authentication.states s ON s.id = u.state WHERE u.id = ANY (@users)
            """,
            ("users", users.Select(u => u.Value).ToArray()));
        foreach (var account in await DbAsync(db => db.Accounts.AsNoTracking().Where(a => a.Service == service.Name).Select(a => new { a.UserId, a.LoginName, a.Groups }).ToListAsync()))
        {
            service.Accounts[account.UserId] = new(account.LoginName, account.LoginName, account.Groups!, null);
        }
    }

    /// <summary>A click on "Activate".</summary>
    public Task ActivateAsync(string service, IEnumerable<UserId> users, string? secret = null) => DoAsync(async services =>
    {
        var db = services.GetRequiredService<ServicesDb>();
        var sealedSecret = secret is null ? null : services.GetRequiredService<ISecretProtector>().Protect(secret);
        db.Accounts.AddRange(users.Select(u => Account.Begin(service, u, sealedSecret, Now)));
        await db.SaveChangesAsync();
    });

    /// <summary>A click on "Deactivate".</summary>
    public Task DeactivateAsync(string service, UserId user) => RunAsync(
        $"UPDATE services.accounts SET stage = {(short)AccountStage.Leaving}, mark = mark + 1, priority = 0, cause = '{RemovalCauses.OwnWish}', next_try = NULL WHERE service = @service AND user_id = {user}",
        ("service", service));

    /// <summary>A password the pilot chose.</summary>
    public Task SetSecretAsync(string service, UserId user, string secret) => DoAsync(async services =>
    {
        var sealedSecret = services.GetRequiredService<ISecretProtector>().Protect(secret);
        await services.GetRequiredService<ServicesDb>().Accounts.Where(a => a.Service == service && a.UserId == user)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.Secret, sealedSecret).SetProperty(a => a.Mark, a => a.Mark + 1));
    });

    /// <summary>Delivers what happened and lets the engine work on a service until nothing is due at this moment.</summary>
    public virtual async Task KeepAsync(string service)
    {
        await DeliverEventsAsync();
        await RunJobAsync("services.keep", service);
        await DeliverEventsAsync();
    }

    /// <summary>Has everybody looked at, and lets the engine work.</summary>
    public async Task SweepAsync(string service)
    {
        await DoAsync(s => s.GetRequiredService<AccountMarks>().SweepAsync([service], CancellationToken.None));
        await KeepAsync(service);
    }

    /// <summary>Has what the service holds compared, and lets the engine work.</summary>
    public async Task CompareAsync(string service)
    {
        await DoAsync(s => s.GetRequiredService<AccountMarks>().ReadAsync([service], CancellationToken.None));
        await KeepAsync(service);
    }

    public Task MarkAsync(string service, params UserId[] users) =>
        DoAsync(s => s.GetRequiredService<AccountMarks>().MarkAsync(users, "services.cause.groups", CancellationToken.None, service));

    internal Task<Account?> AccountAsync(string service, UserId user) => DbAsync(db => db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Service == service && a.UserId == user));

    internal Task<List<ServiceHistory>> HistoryAsync(string service, UserId user) =>
        DbAsync(db => db.History.AsNoTracking().Where(h => h.Service == service && h.UserId == user).OrderBy(h => h.Id).ToListAsync());

    internal Task<List<DryRunItem>> DryRunAsync(string service) => DbAsync(db => db.DryRunItems.AsNoTracking().Where(i => i.Service == service).OrderBy(i => i.UserId).ToListAsync());

    internal Task<ServiceState> ServiceStateAsync(string service) => DbAsync(async db => await db.States.AsNoTracking().SingleOrDefaultAsync(s => s.Name == service) ?? new ServiceState { Name = service });

    internal Task<T> DbAsync<T>(Func<ServicesDb, Task<T>> work) => AskAsync(s => work(s.GetRequiredService<ServicesDb>()));

    /// <summary>Level and title of what a user was told about services, oldest first.</summary>
    public async Task<IReadOnlyList<string>> ToldAsync(UserId user)
    {
        await DeliverEventsAsync();
        var told = await ReadAsync<string>($"SELECT string_agg(level || ' ' || title, ';' ORDER BY id) FROM notifications.notifications WHERE user_id = {user} AND title LIKE 'services.%'");
        return (told ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Whether the engine was woken for a service: at most one job waits, however often.</summary>
    public Task<long> WaitingAsync(string service) => ReadAsync<long>($"SELECT count(*) FROM platform.job_queue WHERE name = 'services.keep' AND argument = '{service}'");

    public Task PublishAsync(INotification happened) => DoAsync(s => s.GetRequiredService<IMediator>().Publish(happened));

    public Task<T> SendAsync<T>(IRequest<T> request) => AskAsync(s => s.GetRequiredService<IMediator>().Send(request));

    public Task SendAsync(IRequest request) => DoAsync(s => s.GetRequiredService<IMediator>().Send(request));

    /// <summary>Changes users behind the site's back; the test says what happened by an event.</summary>
    public Task SetAsync(IEnumerable<UserId> users, string assignment) => RunAsync($"UPDATE authentication.users SET {assignment} WHERE id IN ({string.Join(',', users)})");

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
}

/// <summary>Tests that share one such site, one after another.</summary>
[Xunit.CollectionDefinition(Name)]
public sealed class OnTheServicesSite : Xunit.ICollectionFixture<ServicesSite>
{
    public const string Name = "services";
}
