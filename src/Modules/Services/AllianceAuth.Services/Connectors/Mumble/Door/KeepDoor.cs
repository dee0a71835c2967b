using AllianceAuth.Services.Connectors.Mumble.Murmur;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AllianceAuth.Services.Connectors.Mumble.Door;

/// <summary>The authenticator in the worker: one node of the site answers the Mumble server, another takes over when it goes.</summary>
internal sealed class KeepDoor(NpgsqlDataSource source, IMumbleDoor door, IOptions<MumbleSettings> settings, ILogger<KeepDoor> logger) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        // It outlives the seat: who loses it, mostly with the database, goes on answering "try again later" until another node has attached itself.
        await using var attachment = new MumbleAttachment(settings.Value, door, TimeProvider.System, logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var seat = await MumbleSeat.TryTakeAsync(source, stoppingToken);
                if (seat is not null)
                {
                    await AnswerAsync(attachment, seat, stoppingToken);
                }
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested) // The database may be away, the port taken: both may pass.
            {
                logger.LogError(error, "The Mumble authenticator could not work. Trying again in {Delay}.", LookAgain);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AnswerAsync(MumbleAttachment attachment, MumbleSeat seat, CancellationToken stoppingToken)
    {
        using var holding = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var answering = attachment.RunAsync(holding.Token);
        var watching = seat.WatchAsync(holding.Token);
        await Task.WhenAny(answering, watching);
        await holding.CancelAsync();
        await watching;
        await answering;
        if (!stoppingToken.IsCancellationRequested)
        {
            logger.LogWarning("This node is no longer the one that keeps attached to Mumble. It goes on answering until another one does.");
        }
    }
}
