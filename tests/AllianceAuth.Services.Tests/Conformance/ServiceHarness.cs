using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;

namespace AllianceAuth.Services.Tests.Conformance;

/// <summary>
/// What the conformance suite must know of a service to try its connector against it. To put a connector under the suite:
/// <list type="number">
/// <item>Derive from this class: say its name and settings, and how to see and do at the service what an admin of it sees and does.</item>
/// <item>Override the rest only where the service differs: what a pilot brings to activate, groups that must be mapped first, a server to start.</item>
/// <item>Write <c>public sealed class DiscordConformance(ConformanceSite&lt;DiscordHarness&gt; site) : ConformanceTests&lt;DiscordHarness&gt;(site);</c></item>
/// </list>
/// Tests about what a service cannot do (by its <see cref="Shared.Services.ServiceAbilities"/>) are skipped by themselves. Users are the site's own, without
/// a pilot behind them; where the service must know the person first, do that in <see cref="BringAsync"/>.
/// </summary>
public abstract class ServiceHarness : IAsyncDisposable
{
    /// <summary>The site, once it runs.</summary>
    public ServicesSite Site { get; internal set; } = null!;

    /// <summary>Name of the service, as its connector says.</summary>
    public abstract string Service { get; }

    /// <summary>After that long the engine tries again whatever failed once.</summary>
    public virtual TimeSpan AfterAnyRest => TimeSpan.FromHours(2);

    /// <summary>Whether somebody can remove an account there without us; false where it exists in our own tables only.</summary>
    public virtual bool CanBeRemovedByHand => true;

    /// <summary>Whether making and changing accounts takes an answer of the service; false where they are rows of ours that it reads.</summary>
    public virtual bool AccountsNeedIt => true;

    /// <summary>Why the service itself is not here to be asked; null when it is.</summary>
    public virtual string? WhyNotHere => null;

    /// <summary>Starts what the simulator does not play. Before the site.</summary>
    public virtual Task StartAsync() => Task.CompletedTask;

    /// <summary>Settings of the connector.</summary>
    public abstract IEnumerable<KeyValuePair<string, string?>> SettingsFor(SimulatorHost eve);

    /// <summary>What a pilot brings when they activate: a password, a one-time token, or nothing. Called once for each activation.</summary>
    public virtual Task<string?> BringAsync(UserId user) => Task.FromResult<string?>(null);

    /// <summary>A group of the site exists and is to be given to accounts: map it, where the service needs that.</summary>
    public virtual Task KnowGroupAsync(GroupId group, string name) => Task.CompletedTask;

    /// <summary>What the service holds of a user, past our connector; null for nothing.</summary>
    public abstract Task<SeenAccount?> SeeAsync(UserId user);

    /// <summary>How many accounts of ours the service holds under names that begin so.</summary>
    public abstract Task<int> CountAsync(string namesBeginWith);

    /// <summary>Somebody removes the account over there.</summary>
    public virtual Task RemoveByHandAsync(UserId user) => throw new NotSupportedException();

    /// <summary>Somebody takes all our groups from the account over there.</summary>
    public virtual Task StripByHandAsync(UserId user) => throw new NotSupportedException();

    /// <summary>From now on the service does not answer.</summary>
    public abstract Task GoDownAsync();

    /// <summary>It answers again.</summary>
    public abstract Task ComeBackAsync();

    /// <summary>Whether somebody could sign in with that password.</summary>
    public virtual Task<bool> LetsInAsync(string login, string password) => throw new NotSupportedException();

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>An account as the service shows it.</summary>
/// <param name="Name">What others see.</param>
/// <param name="Groups">Our names of the groups; those that are not ours to give left out.</param>
public sealed record SeenAccount(string Name, IReadOnlyList<string> Groups);

/// <summary>The site that a connector is tried on.</summary>
public sealed class ConformanceSite<THarness> : ServicesSite
    where THarness : ServiceHarness, new()
{
    public THarness Harness { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, .. Harness.SettingsFor(Eve)];

    /// <summary>A service that only asks for a pause gets it.</summary>
    public override async Task KeepAsync(string service)
    {
        for (var isPausing = true; isPausing;)
        {
            var misses = (await ServiceStateAsync(service)).Misses;
            await base.KeepAsync(service);
            isPausing = await ServiceStateAsync(service) is { RestsUntil: { } until } state && until > Now && state.Misses <= misses;
            if (isPausing)
            {
                Advance((await ServiceStateAsync(service)).RestsUntil!.Value - Now);
            }
        }
    }

    public override async Task InitializeAsync()
    {
        Harness.Site = this;
        await Harness.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await Harness.DisposeAsync();
        }
    }
}
