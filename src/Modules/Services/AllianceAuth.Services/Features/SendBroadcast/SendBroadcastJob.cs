using System.Globalization;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain.Broadcasts;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Features.SendBroadcast;

/// <summary>
/// Sends messages: one that was just written, and once a minute whatever waits. A message is claimed before it is sent, so it goes out once at most; of one
/// that was being sent while its node stopped, nobody knows, and its sender is told so.
/// </summary>
internal sealed partial class SendBroadcastJob(
    ServicesDb db, ConnectorBook connectors, IMediator mediator, TimeProvider clock, ILogger<SendBroadcastJob> logger) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.send-broadcast") { Schedule = "20 * * * * ?", Priority = 1, Retries = 0 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var open = Guid.TryParse(run.Argument, out var one)
            ? db.Broadcasts.Where(b => b.Id == one)
            : db.Broadcasts.Where(b => b.State == BroadcastState.Waiting || b.State == BroadcastState.Sending);
        var sent = 0;
        foreach (var broadcast in await open.OrderBy(b => b.CreatedAt).ToListAsync(cancellationToken))
        {
            var step = broadcast.NextStep(clock.GetUtcNow());
            if (step != BroadcastStep.Nothing && await ClaimAsync(broadcast, cancellationToken))
            {
                await TakeStepAsync(broadcast, step, cancellationToken);
                sent += broadcast.State == BroadcastState.Sent ? 1 : 0;
            }
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{sent} sent");
    }

    /// <summary>Only one job on one node gets a message in one state.</summary>
    private async Task<bool> ClaimAsync(Broadcast broadcast, CancellationToken cancellationToken)
    {
        var (now, state, since) = (clock.GetUtcNow(), broadcast.State, broadcast.StateAt);
        var claimed = await db.Broadcasts.Where(b => b.Id == broadcast.Id && b.State == state && b.StateAt == since)
            .ExecuteUpdateAsync(b => b.SetProperty(x => x.State, BroadcastState.Sending).SetProperty(x => x.StateAt, now), cancellationToken);
        if (claimed == 1)
        {
            await db.Entry(broadcast).ReloadAsync(cancellationToken);
        }

        return claimed == 1;
    }

    private async Task TakeStepAsync(Broadcast broadcast, BroadcastStep step, CancellationToken cancellationToken)
    {
        var connector = connectors.Find(broadcast.Service) is { } found && found.Description.Abilities.HasFlag(ServiceAbilities.Broadcasts) ? found : null;
        if (step == BroadcastStep.Send && connector is not null)
        {
            await SendAsync(broadcast, connector, cancellationToken);
        }
        else
        {
            broadcast.Failed(clock.GetUtcNow(), step switch
            {
                BroadcastStep.Lost => "services.broadcast.lost",
                BroadcastStep.TooLate => "services.broadcast.late",
                _ => "services.broadcast.gone",
            });
        }

        // What became of it is kept even while the node stops: it cannot be found out again.
        await db.SaveChangesAsync(CancellationToken.None);
        if (broadcast.State == BroadcastState.Failed)
        {
            await mediator.Send(
                new Notify(broadcast.Id, [broadcast.Sender], NotificationLevel.Warning, "services.broadcast.notice.title", "services.broadcast.notice.message", connector?.Description.Title ?? broadcast.Service)
                {
                    Address = SendBroadcastEndpoint.Path,
                },
                cancellationToken);
        }
    }

    private async Task SendAsync(Broadcast broadcast, ServiceConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            await connector.BroadcastAsync(broadcast.Text, broadcast.GroupName is { } group ? [group] : [], cancellationToken);
            broadcast.Sent(clock.GetUtcNow());
        }
        catch (ServiceException busy) when (busy.Trouble == ServiceTrouble.Busy)
        {
            broadcast.WaitAgain(clock.GetUtcNow());
        }
        catch (ServiceException trouble)
        {
            broadcast.Failed(clock.GetUtcNow(), trouble.Reason, trouble.Arguments);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever a connector of somebody else's making throws: the sender must not wait for it, and it is never tried twice.
            LogFault(logger, fault, broadcast.Service);
            broadcast.Failed(clock.GetUtcNow(), "services.broadcast.fault");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Service} failed to send a broadcast")]
    private static partial void LogFault(ILogger logger, Exception fault, string service);
}
