using AllianceAuth.Analytics.Contracts;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Analytics.Sending;
using MediatR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Features.TakeReport;

/// <summary>Takes what modules report, as far as they declared it. ANA-029.</summary>
internal sealed class ReportUsageHandler(UsageCatalog catalog, UsageQueue queue, IOptionsSnapshot<AnalyticsSettings> settings, ILogger<ReportUsageHandler> logger)
    : IRequestHandler<ReportUsage>
{
    public async Task<Unit> Handle(ReportUsage request, CancellationToken cancellationToken)
    {
        if (settings.Value.Disabled)
        {
            return Unit.Value;
        }

        var usage = new UsageEvent(
            UsageKinds.Reports, request.Namespace, request.Task, request.Label, request.Value, request.Succeeded ? UsageEvent.Succeeded : UsageEvent.Failed);
        if (catalog.Declared.Any(d => d.Words == usage.Words))
        {
            await queue.AddAsync(request.Id.ToString(), [usage], cancellationToken);
        }
        else
        {
            logger.LogWarning("{Usage} is not sent: no module declares it.", usage.Words);
        }

        return Unit.Value;
    }
}
