using System.Globalization;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.Extensions.Caching.Hybrid;

namespace AllianceAuth.EveOnline.Features.WatchServer;

/// <summary>Sees once a minute how many pilots are online.</summary>
internal sealed class WatchServerJob(IEsi esi, HybridCache cache) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.watch-server") { Schedule = "30 * * * * ?", Priority = 8, Retries = 0 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var answer = await esi.StatusAsync(EsiImportance.Background, cancellationToken);
        if (answer is EsiAnswer<EsiStatus>.Fresh { Value.Players: var players })
        {
            await cache.SetAsync(ServerStatus.Key, new PilotsOnline(players), ServerStatus.Keep, cancellationToken: cancellationToken);
            run.Summary = string.Create(CultureInfo.InvariantCulture, $"{players} pilots online");
        }
        else
        {
            run.Summary = "unknown";
        }
    }
}

/// <summary>What the job last saw; nothing once that is too old to be true.</summary>
internal sealed class ServerStatus(HybridCache cache) : IServerStatus
{
    public const string Key = "eveonline.pilots-online";

    public static readonly HybridCacheEntryOptions Keep = new() { Expiration = TimeSpan.FromMinutes(5) };

    private static readonly HybridCacheEntryOptions ReadOnly = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData, Expiration = TimeSpan.FromMinutes(5) };

    public async ValueTask<int?> PilotsOnlineAsync(CancellationToken cancellationToken) =>
        (await cache.GetOrCreateAsync<PilotsOnline?>(Key, _ => ValueTask.FromResult<PilotsOnline?>(null), ReadOnly, cancellationToken: cancellationToken))?.Players;
}

internal sealed record PilotsOnline(int Players);
