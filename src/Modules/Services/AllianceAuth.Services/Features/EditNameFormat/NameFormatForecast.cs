using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.EditNameFormat;

/// <summary>
/// Works out how pilots would be named if a configuration were saved, by the rules that name them. Nothing is changed. It is asked for at every pause in
/// typing, so it looks at a few thousand pilots at most, with as many statements as for one.
/// </summary>
internal sealed class NameFormatForecast(ServicesDb db, NameFormatBook book, ConnectorBook connectors, IMediator mediator)
{
    /// <summary>Most pilots that are looked at.</summary>
    public const int Most = 5000;

    private const int PilotsOfState = 4;
    private const int MostShared = 8;

    public async Task<NameFormatPreviewView> OfAsync(NameFormatConfig config, CancellationToken cancellationToken)
    {
        var connector = connectors.Find(config.ServiceName);
        var configs = await db.NameFormats.AsNoTracking().Where(c => c.ServiceName == config.ServiceName && c.Id != config.Id).ToListAsync(cancellationToken);
        var choice = book.Choose(config.ServiceName, connector?.Description.DefaultNameFormat, [config, .. configs]);
        var users = await UsersAsync(connector, config.States, cancellationToken);
        var named = await NameAsync(users.Take(Most), choice, connector, cancellationToken);
        var chosen = config.States.ToHashSet();
        // Whoever has no main has no account either.
        var counted = named.FindAll(n => n.Pilot.Main is not null);
        var sharing = counted.Where(n => n.Cleaned.Length > 0).GroupBy(n => n.Cleaned, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Count() > 1 && g.Any(n => chosen.Contains(n.State)))
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.OrdinalIgnoreCase).ToList();
        var states = await mediator.Send(new FindStates(), cancellationToken);
        return new(
            connector?.Description.Title ?? config.ServiceName,
            connector is not null,
            [.. states.Where(s => chosen.Contains(s.State)).Select(s => new StateNamesView(s.Name, [.. Telling(named.Where(n => n.State == s.State)).Select(n => n.View)]))])
        {
            Shared = [.. sharing.Take(MostShared).Select(g => new SharedNameView(g.First().Cleaned, g.Count(), [.. g.Select(n => n.Pilot.Name).Take(3)]))],
            SharedCount = sharing.Count,
            AreSetApart = connector?.Description.Abilities.HasFlag(ServiceAbilities.UniqueNames) == true,
            Nameless = counted.Count(n => n.Cleaned.Length == 0 && chosen.Contains(n.State)),
            Shortened = connector is null ? 0 : counted.Count(n => chosen.Contains(n.State) && connector.CleanName(n.Formatted).Length > connector.Description.LongestName),
            LookedAt = named.Count,
            Total = users.Count,
        };
    }

    /// <summary>Those who may use the service; everybody in the chosen states when nobody may yet, or nobody can tell.</summary>
    private async Task<List<UserStanding>> UsersAsync(ServiceConnector? connector, StateId[] states, CancellationToken cancellationToken)
    {
        if (connector is not null)
        {
            var may = await mediator.Send(new FindUsersWithPermission(connector.Description.AccessPermission), cancellationToken);
            var standing = Sorted(await mediator.Send(new FindStandings(may, []), cancellationToken));
            if (states.All(s => standing.Exists(u => u.State == s)))
            {
                return standing;
            }
        }

        return Sorted(await mediator.Send(new FindStandings(null, []), cancellationToken)).FindAll(u => states.Contains(u.State));
    }

    private static List<UserStanding> Sorted(IReadOnlyList<UserStanding> users) => [.. users.Where(u => u.IsActive).OrderBy(u => u.User.Value)];

    private async Task<List<Named>> NameAsync(IEnumerable<UserStanding> users, NameFormatChoice choice, ServiceConnector? connector, CancellationToken cancellationToken)
    {
        var states = users.ToDictionary(u => u.User, u => u.State);
        var infos = await mediator.Send(new FindUsers([.. states.Keys]), cancellationToken);
        var tickers = await book.FindTickersAsync(infos.Select(i => i.Main), cancellationToken);
        return
        [
            .. infos.Select(i =>
            {
                var state = states[i.User];
                var name = choice.For(state).NameFor(i.UserName, i.Main, NameFormatBook.TickerOf(i.Main, tickers));
                return new Named(i, state, name, connector is null ? name : FittingName.Of(connector, name));
            }),
        ];
    }

    /// <summary>Pilots whose names tell most about a format: the longest, one without an alliance, one without a main, one whom cleaning changes.</summary>
    private static IEnumerable<Named> Telling(IEnumerable<Named> pilots)
    {
        var all = pilots.ToList();
        Named?[] telling =
        [
            all.MaxBy(n => n.Formatted.Length),
            all.Find(n => n.Pilot.Main is { AllianceId: null }),
            all.Find(n => n.Pilot.Main is null),
            all.Find(n => n.Formatted != n.Cleaned),
        ];
        return telling.OfType<Named>().Concat(all.Take(PilotsOfState)).Distinct().Take(PilotsOfState);
    }

    private sealed record Named(UserInfo Pilot, StateId State, string Formatted, string Cleaned)
    {
        public NamedPilotView View => new(
            Pilot.Name,
            Pilot.Main?.CharacterId,
            string.Join(" · ", new[] { Pilot.Main?.CorporationTicker, Pilot.Main?.AllianceName }.Where(t => !string.IsNullOrEmpty(t))),
            Formatted,
            Cleaned);
    }
}
