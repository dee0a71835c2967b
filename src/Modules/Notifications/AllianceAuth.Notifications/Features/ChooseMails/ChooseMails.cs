using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Notifications.Features.ChooseMails;

/// <summary>What comes by mail is everybody's own choice, and nothing until they chose.</summary>
internal static class ChooseMailsEndpoint
{
    private const string Path = "/notifications/mail/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).WithName("notifications:mail");
        routes.MapPost(Path, HandleAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, NotificationsDb db, IMediator mediator, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        var choice = await db.MailChoices.AsNoTracking().SingleOrDefaultAsync(c => c.UserId == user, cancellationToken);
        var contact = (await mediator.Send(new FindContacts([user]), cancellationToken)).SingleOrDefault();
        return http.Page<MailsPage, MailsView>(new MailsView((choice?.Rhythm ?? MailRhythm.Off).ToString(), choice?.DangerAtOnce ?? false, contact?.Email ?? ""));
    }

    private static async Task<IResult> HandleAsync([FromForm] string? rhythm, [FromForm] bool? danger, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<MailRhythm>(rhythm, out var chosen) || !Enum.IsDefined(chosen))
        {
            return TypedResults.BadRequest();
        }

        await mediator.Send(new ChooseMailsRequest(http.User.UserId, chosen, danger ?? false), cancellationToken);
        http.Flash(FlashLevel.Success, "notifications.mail.saved");
        return http.SeeOther(Path);
    }
}

internal sealed record ChooseMailsRequest(UserId User, MailRhythm Rhythm, bool DangerAtOnce) : IRequest;

internal sealed class ChooseMailsHandler(NotificationsDb db, TimeProvider clock, ILogger<ChooseMailsHandler> logger) : IRequestHandler<ChooseMailsRequest, Unit>
{
    public async Task<Unit> Handle(ChooseMailsRequest request, CancellationToken cancellationToken)
    {
        var choice = await db.MailChoices.SingleOrDefaultAsync(c => c.UserId == request.User, cancellationToken);
        if (choice is null)
        {
            choice = new MailChoice(request.User);
            db.MailChoices.Add(choice);
        }

        var now = clock.GetUtcNow();
        var (digests, danger) = choice.Choose(request.Rhythm, request.DangerAtOnce, now);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                await LeaveOldAsync(request.User, digests, danger, now, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return Unit.Value;
            }
            catch (DbUpdateException error) when (error.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
            {
                // The same form was sent twice at once and the other came first. Choose again over what it chose.
                logger.LogDebug(error, "A choice was made twice at once.");
            }
        }

        db.ChangeTracker.Clear();
        return await Handle(request, cancellationToken);
    }

    /// <summary>What is old when somebody chooses is not mailed, nor when it is brought back.</summary>
    private async Task LeaveOldAsync(UserId user, bool digests, bool danger, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var own = db.Notifications.IgnoreQueryFilters().Where(n => n.UserId == user);
        if (digests)
        {
            await own.Where(n => n.DigestedAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.DigestedAt, now), cancellationToken);
        }

        if (danger)
        {
            await own.Where(n => n.MailedAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.MailedAt, now), cancellationToken);
        }
    }
}

/// <summary>What the page of mails shows.</summary>
/// <param name="Rhythm">Off, Daily or Weekly.</param>
/// <param name="DangerAtOnce">Whether danger is mailed when it happens.</param>
/// <param name="Email">Where to; empty when there is no address.</param>
public sealed record MailsView(string Rhythm, bool DangerAtOnce, string Email);
