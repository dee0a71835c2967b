using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Notifications.Domain;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Notifications.Features.TellErrors;

/// <summary>Tells errors of the site to those who want to know: holders of the permission by any path, and superusers; active ones only. NOTE-031, NOTE-032.</summary>
internal sealed class ErrorTeller(ErrorBook book, IServiceScopeFactory scopes, IOptions<NotificationSettings> settings, TimeProvider clock, ILogger<ErrorTeller> logger) : BackgroundService
{
    public const string Permission = "auth.logging_notifications";

    private readonly ErrorGate _gate = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Value.TellErrors)
        {
            return;
        }

        // Whatever goes wrong while telling stays in the log. NOTE-035.
        using var telling = ErrorBook.Tell();
        try
        {
            await TellAllAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The site stops; so it does, too, when its port is taken, and then nobody catches this.
        }
    }

    private async Task TellAllAsync(CancellationToken stoppingToken)
    {
        await foreach (var error in book.Errors.ReadAllAsync(stoppingToken))
        {
            try
            {
                await TellAsync(error, stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // Most likely the database that the error itself was about. A warning, so that it cannot come round again.
                _gate.Forget(error.Key);
                logger.LogWarning(failure, "An error could not be told: {Error}", error.Title);
            }
        }
    }

    private async Task TellAsync(LoggedError error, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var verdict = _gate.Judge(error.Key, now);
        if (verdict is ErrorVerdict.Keep)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var receivers = await mediator.Send(new FindUsersWithPermission(Permission), cancellationToken);
        var level = OldLevelNames.LevelOf(error.LevelName);
        await mediator.Send(
            verdict is ErrorVerdict.Tell
                ? new Notify(error.NoticeAt(now), receivers, level, "notifications.literal.title", "notifications.literal.message", error.Title, error.Message)
                : new Notify(Guid.CreateVersion7(), receivers, level, "notifications.errors.many.title", "notifications.errors.many.message"),
            cancellationToken);
    }
}
