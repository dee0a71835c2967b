using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain.Broadcasts;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.SendBroadcast;

/// <summary>Hands a message to the job that sends it, unless something is wrong with it. SVC-055, OPF-025 to OPF-027.</summary>
/// <param name="Sender">Who sends; has a main.</param>
/// <param name="Form">What was sent, with the choices this sender has.</param>
internal sealed record SendBroadcastRequest(AccessSnapshot Sender, BroadcastView Form) : IRequest<IReadOnlyDictionary<string, Refusal>>;

internal sealed class SendBroadcastHandler(ServicesDb db, IJobQueue jobs, IStringLocalizer<ServicesModule> texts, TimeProvider clock)
    : IRequestHandler<SendBroadcastRequest, IReadOnlyDictionary<string, Refusal>>
{
    public async Task<IReadOnlyDictionary<string, Refusal>> Handle(SendBroadcastRequest request, CancellationToken cancellationToken)
    {
        var form = request.Form;
        Dictionary<string, Refusal> errors = [];
        if (form.Services.All(s => s.Value != form.Service))
        {
            errors["service"] = new Refusal("services.broadcast.service.choose");
        }

        if (form.Groups.FirstOrDefault(g => g.Value == form.Group) is not { } group)
        {
            errors["group"] = new Refusal("services.broadcast.group.choose");
            return errors;
        }

        if (form.Message.Length == 0)
        {
            errors["message"] = new Refusal("services.broadcast.message.empty");
        }
        else if (form.Message.Length > Broadcast.MessageLength)
        {
            errors["message"] = new Refusal("services.fleet.toolong", Broadcast.MessageLength.ToString(CultureInfo.InvariantCulture));
        }

        if (errors.Count == 0 && !await db.Broadcasts.AnyAsync(b => b.Id == form.Number, cancellationToken))
        {
            await StoreAsync(request.Sender, form, group, cancellationToken);
        }

        return errors;
    }

    private async Task StoreAsync(AccessSnapshot sender, BroadcastView form, FilterChoice group, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var name = $"[{sender.Main!.CorporationTicker}]{sender.Main.Name}";
        var line = texts["services.broadcast.signature", name, group.Text, now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)];
        db.Broadcasts.Add(new Broadcast
        {
            Id = form.Number,
            Service = form.Service!,
            Sender = sender.User,
            SenderName = name,
            GroupName = group.Value == BroadcastDesk.Everybody ? null : group.Text,
            Message = form.Message,
            Text = $"{form.Message}\n##### {line} #####\n##### {texts["services.broadcast.noreplies"]} #####\n",
            CreatedAt = now,
            StateAt = now,
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            // The second click of two; the first one did it.
            db.ChangeTracker.Clear();
            return;
        }

        // Should this node die here, the job that looks once a minute sends it.
        await jobs.EnqueueAsync<SendBroadcastJob>(form.Number.ToString(), priority: 1, cancellationToken: cancellationToken);
    }
}

/// <summary>What the page offers somebody, and the log as they may see it.</summary>
internal sealed class BroadcastDesk(ServicesDb db, IMediator mediator, ConnectorBook connectors, IStringLocalizer<ServicesModule> texts)
{
    /// <summary>Stands for everybody among the groups.</summary>
    public const string Everybody = "all";

    private const int MostLines = 30;

    public async Task<BroadcastView> OpenAsync(AccessSnapshot user, Guid number, CancellationToken cancellationToken)
    {
        var toAll = user.Has(ServicesPermissions.BroadcastToAll);
        var senders = connectors.Senders.ToList();
        var titles = connectors.Installed.Select(c => c.Description).ToDictionary(d => d.Name, d => d.Title);
        var lines = await db.Broadcasts.AsNoTracking()
            .Where(b => toAll || b.Sender == user.User)
            .OrderByDescending(b => b.CreatedAt).Take(MostLines)
            .ToListAsync(cancellationToken);
        return new(number, [.. senders.Select(s => new FilterChoice(s.Description.Name, s.Description.Title))], await GroupsAsync(user, toAll, cancellationToken))
        {
            Service = senders.Count > 0 ? senders[0].Description.Name : null,
            ShowsAll = toAll,
            Log = [.. lines.Select(b => LineOf(b, titles.GetValueOrDefault(b.Service, b.Service)))],
        };
    }

    private async Task<IReadOnlyList<FilterChoice>> GroupsAsync(AccessSnapshot user, bool toAll, CancellationToken cancellationToken)
    {
        var groups = toAll
            ? (await mediator.Send(new FindGroups(null), cancellationToken)).Select(g => (g.Group, g.Name))
            : user.Groups.Select(g => (g.Group, g.Name));
        var choices = groups.OrderBy(g => g.Name, StringComparer.CurrentCultureIgnoreCase).Select(g => new FilterChoice(g.Group.ToString(), g.Name));
        return toAll ? [new(Everybody, texts["services.broadcast.everybody"]), .. choices] : [.. choices];
    }

    private static BroadcastLineView LineOf(Broadcast broadcast, string service) => new(
        broadcast.SenderName,
        service,
        broadcast.GroupName,
        broadcast.Message,
        broadcast.CreatedAt,
        "services.broadcast.state." + broadcast.State.ToString().ToLowerInvariant(),
        broadcast.State switch
        {
            BroadcastState.Sent => Tone.Ok,
            BroadcastState.Failed => Tone.Bad,
            _ => Tone.Info,
        },
        broadcast.Reason is { } reason ? new Refusal(reason, broadcast.ReasonArguments) : null);
}
