using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Sending;

/// <summary>ANA-012: says at start that a development site really sends.</summary>
internal sealed class WarnOfDebugSending(IOptions<AnalyticsSettings> settings, IOptions<SiteSettings> site, ILogger<WarnOfDebugSending> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (site.Value.Development && settings.Value is { EnableDebug: true, Disabled: false })
        {
            logger.LogWarning("Analytics:EnableDebug is on: this development site sends usage statistics for real to receivers an admin agreed to.");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
