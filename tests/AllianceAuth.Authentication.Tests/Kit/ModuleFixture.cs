using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Mail;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Tests.Kit;

/// <summary>This module alone on a real PostgreSQL, with EVE and the other modules played by <see cref="FakeEve"/>.</summary>
public sealed class ModuleFixture : PostgresFixture
{
    private ServiceProvider? _services;
    private int _next = 1_000;

    public FakeEve Eve { get; } = new();

    public FakeClock Clock { get; } = FakeClock.Still(timers: FakeTimers.Real);

    public IServiceProvider Services => _services!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _services = Build(ConnectionString);
    }

    public override async Task DisposeAsync()
    {
        await _services!.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>An EVE id, or a number for a name, that nobody used before.</summary>
    public int Next() => Interlocked.Increment(ref _next);

    public async Task<T> AskAsync<T>(Func<IServiceProvider, Task<T>> ask)
    {
        await using var scope = Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider);
    }

    public Task<T> SendAsync<T>(IRequest<T> request) => AskAsync(s => s.GetRequiredService<IMediator>().Send(request));

    public Task PublishAsync(INotification happened) => AskAsync(async s =>
    {
        await s.GetRequiredService<IMediator>().Publish(happened);
        return true;
    });

    internal Task<T> DbAsync<T>(Func<AuthenticationDb, Task<T>> work) => AskAsync(s => work(s.GetRequiredService<AuthenticationDb>()));

    /// <summary>Delivers what waits in the outbox.</summary>
    public Task DeliverAsync() => Services.GetRequiredService<OutboxDispatcher>().DrainAsync(CancellationToken.None);

    /// <summary>The access as everybody else gets it.</summary>
    public async Task<AccessSnapshot> AccessAsync(UserId user) => (await SendAsync(new AccessOf([user]))).Single();

    internal Task<User> UserAsync(UserId id) => DbAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Id == id));

    /// <summary>A user with a main, owned under a hash of its own.</summary>
    public async Task<UserId> PilotAsync(long? corporation = null, long? alliance = null, long? faction = null, bool active = true, bool hasMain = true)
    {
        var number = Next();
        var character = Eve.Fly(number, $"Pilot {number}", corporation, alliance, faction);
        return await DbAsync(async db =>
        {
            var guest = await db.FindGuestAsync(CancellationToken.None);
            var user = User.BySso($"Pilot_{number}", guest, Clock.GetUtcNow());
            db.Users.Add(user);
            await db.SaveChangesAsync();
            if (active)
            {
                user.FinishRegistration("pilot@example.test", Clock.GetUtcNow());
            }

            db.Ownerships.Add(new Ownership(character.CharacterId, HashOf(character.CharacterId), user.Id, Clock.GetUtcNow()));
            db.OwnershipRecords.Add(new OwnershipRecord(character.CharacterId, HashOf(character.CharacterId), user.Id, Clock.GetUtcNow()));
            if (hasMain)
            {
                user.SetMain(character, Clock.GetUtcNow());
            }

            await db.SaveChangesAsync();
            await db.DecideStatesAsync([user.Id], Clock.GetUtcNow());
            return user.Id;
        });
    }

    public static string HashOf(long character) => $"hash-{character}";

    public async Task<long> MainOfAsync(UserId user) => (await UserAsync(user)).MainCharacterId!.Value;

    public async Task<string> StateOfAsync(UserId user) =>
        await DbAsync(db => db.Users.Where(u => u.Id == user).Join(db.States, u => u.State, s => s.Id, (_, s) => s.Name).SingleAsync());

    /// <summary>A state straight into the database; nobody is decided anew by it.</summary>
    internal Task<StateId> StateAsync(int priority, bool isPublic = false, IEnumerable<StateMember>? members = null, params string[] permissions) => DbAsync(async db =>
    {
        var state = new State($"State {Next()}", priority) { IsPublic = isPublic };
        state.Members.AddRange(members ?? []);
        state.Permissions.AddRange(permissions.Select(p => new StatePermission(p)));
        db.States.Add(state);
        await db.SaveChangesAsync();
        return state.Id;
    });

    public Task<IReadOnlyList<UserId>> DecideAsync(params UserId[]? users) => DbAsync(db => db.DecideStatesAsync(users, Clock.GetUtcNow()));

    protected override async Task PrepareAsync(string connectionString)
    {
        await using var services = Build(connectionString);
        await services.GetRequiredService<MigrationRunner>().MigrateAsync(CancellationToken.None);
    }

    private ServiceProvider Build(string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Site:Url"] = "http://site.test", ["Site:Name"] = "Test Auth" })
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Eve);
        var module = new AuthenticationModule();
        services.AddDatabaseAndEvents(_ => connectionString, [typeof(AuthenticationModule).Assembly, typeof(UserRegistered).Assembly, typeof(TokenAdded).Assembly]);
        services.AddTwoLevelCache();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddLocalization(o => o.ResourcesPath = "Texts");
        services.AddHttpContextAccessor();
        services.AddSingleton<IMailer, SilentMailer>();
        services.AddSingleton<IModule>(module);
        module.AddServices(services, configuration);
        foreach (var handled in typeof(FakeEveHandlers).GetInterfaces())
        {
            services.AddScoped(handled, typeof(FakeEveHandlers));
        }

        return services.BuildServiceProvider();
    }

    private sealed class SilentMailer : IMailer
    {
        public Task SendAsync(MailMessageToSend message, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
