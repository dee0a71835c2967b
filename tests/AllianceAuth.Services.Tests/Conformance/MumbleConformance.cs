using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Door;
using AllianceAuth.Services.Connectors.Mumble.Murmur;
using AllianceAuth.Services.Tests.Connectors.Mumble.Murmur;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Services.Tests.Conformance;

/// <summary>The site of the suite runs nothing by itself, so the authenticator is started beside each test.</summary>
public sealed class MumbleConformance(ConformanceSite<MumbleHarness> site) : ConformanceTests<MumbleHarness>(site), IAsyncLifetime
{
    private readonly ConformanceSite<MumbleHarness> _site = site;
    private KeepDoor? _keeper;

    public async Task InitializeAsync()
    {
        _keeper = ActivatorUtilities.CreateInstance<KeepDoor>(_site.Services);
        await _keeper.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => MumbleSeat.IsTakenAsync(_site.Services.GetRequiredService<NpgsqlDataSource>(), CancellationToken.None), "the authenticator to have its seat");
    }

    public async Task DisposeAsync()
    {
        await _keeper!.StopAsync(CancellationToken.None);
        _keeper.Dispose();
    }
}

/// <summary>Our table of Mumble accounts, and a real Mumble server where that is installed.</summary>
public sealed class MumbleHarness : ServiceHarness
{
    private readonly GuardedMurmurdServer _murmurd = new();

    public override string Service => MumbleConnector.Name;

    public override bool AccountsNeedIt => false;

    public override string? WhyNotHere => MurmurdServer.IsInstalled ? null : MurmurdServer.WhySkipped;

    public override Task StartAsync() => _murmurd.InitializeAsync();

    public override IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve) =>
        [new("Mumble:Url", "mumble.example.test"), new("Mumble:IcePort", $"{_murmurd.IcePort}"), new("Mumble:IceSecret", MurmurdServer.Secret)];

    public override Task<string?> BringAsync(UserId user) => Task.FromResult<string?>("first-password-of-theirs");

    public override async Task<SeenAccount?> SeeAsync(UserId user) =>
        await Site.DbAsync(db => db.MumbleUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserId == user)) is { } row ? new SeenAccount(row.DisplayName, row.Groups) : null;

    public override Task<int> CountAsync(string namesBeginWith) => Site.DbAsync(db => db.MumbleUsers.CountAsync(u => u.DisplayName.StartsWith(namesBeginWith)));

    public override Task RemoveByHandAsync(UserId user) => Site.DbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteDeleteAsync());

    public override Task StripByHandAsync(UserId user) =>
        Site.DbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.Groups, Array.Empty<string>())));

    public override Task GoDownAsync() => _murmurd.StopAsync();

    public override Task ComeBackAsync() => _murmurd.StartAsync();

    public override async Task<bool> LetsInAsync(string login, string password) =>
        (await Site.Services.GetRequiredService<IMumbleDoor>().AuthenticateAsync(new MumbleKnock(login, password, ""), CancellationToken.None)).Code > 0;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _murmurd.DisposeAsync();
    }
}
