using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Data;

/// <summary>Names users on services by the formats in force. Two statements, whatever the number of users; nothing is kept in between, so a new format counts at once.</summary>
internal sealed partial class NameFormatBook(ServicesDb db, IMediator mediator, IOptions<NameFormatSettings> settings, ILogger<NameFormatBook> logger)
{
    /// <summary>The names of users on a service, in the same order: formatted and trimmed, not cleaned yet. SVC-025 to SVC-031.</summary>
    public async Task<IReadOnlyList<string>> NameAsync(ServiceDescription service, IReadOnlyList<AccessSnapshot> users, CancellationToken cancellationToken)
    {
        if (users.Count == 0)
        {
            return [];
        }

        var configs = await db.NameFormats.AsNoTracking().Where(c => c.ServiceName == service.Name).ToListAsync(cancellationToken);
        var choice = Choose(service.Name, service.DefaultNameFormat, configs);
        var tickers = await FindTickersAsync(users.Select(u => u.Main), cancellationToken);
        return [.. users.Select(u => choice.For(u.State).NameFor(u.UserName, u.Main, TickerOf(u.Main, tickers)))];
    }

    /// <summary>The formats of a service if these were its configurations.</summary>
    public NameFormatChoice Choose(string service, string? own, IReadOnlyList<NameFormatConfig> configs)
    {
        var choice = new NameFormatChoice(service, own, settings.Value.DefaultNameFormat, configs);
        foreach (var (config, refusal) in choice.Unreadable)
        {
            LogUnreadable(logger, config.Id, service, refusal.Code, refusal.Arguments[0]);
        }

        return choice;
    }

    /// <summary>Tickers of the alliances that these are in. One statement.</summary>
    public async Task<IReadOnlyDictionary<long, string>> FindTickersAsync(IEnumerable<MainCharacter?> mains, CancellationToken cancellationToken)
    {
        List<(EntityKind, long)> alliances = [.. mains.Select(m => m?.AllianceId).OfType<long>().Distinct().Select(id => (EntityKind.Alliance, id))];
        return alliances.Count == 0
            ? new Dictionary<long, string>()
            : (await mediator.Send(new FindEntities(alliances), cancellationToken)).ToDictionary(e => e.Id, e => e.Ticker ?? "");
    }

    /// <summary>The ticker of somebody's alliance, or an empty text.</summary>
    public static string TickerOf(MainCharacter? main, IReadOnlyDictionary<long, string> tickers) =>
        main?.AllianceId is { } alliance ? tickers.GetValueOrDefault(alliance, "") : "";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Name format {Id} of {Service} is passed over, it cannot be read: {Fault} at position {Position}")]
    private static partial void LogUnreadable(ILogger logger, int id, string service, string fault, string position);
}
