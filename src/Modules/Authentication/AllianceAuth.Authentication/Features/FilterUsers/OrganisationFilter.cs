using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.FilterUsers;

/// <summary>The main flies for one of these corporations or alliances. Unknown until EVE told us for whom it flies.</summary>
internal sealed class OrganisationFilter(AuthenticationDb db, IMediator mediator) : ISmartFilterKind
{
    public string Name => "authentication.filter.organisation";

    public IReadOnlyList<FilterField> Fields =>
    [
        new("corporations", "authentication.filter.organisation.corporations", FilterFieldType.Corporations) { Optional = true },
        new("alliances", "authentication.filter.organisation.alliances", FilterFieldType.Alliances) { Optional = true },
    ];

    public Refusal? Check(FilterParameters parameters) =>
        parameters.Ids("corporations").Count + parameters.Ids("alliances").Count == 0 ? new Refusal("authentication.filter.organisation.empty") : null;

    public async Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var corporations = parameters.Ids("corporations");
        var alliances = parameters.Ids("alliances");
        var found = await db.UsersAmong(users)
            .Where(u => u.MainCharacterId != null)
            .Where(u => u.MainCorporationId == null || corporations.Contains(u.MainCorporationId.Value) || (u.MainAllianceId != null && alliances.Contains(u.MainAllianceId.Value)))
            .Select(u => new { u.Id, IsKnown = u.MainCorporationId != null })
            .ToListAsync(cancellationToken);
        return new([.. found.Where(u => u.IsKnown).Select(u => u.Id)], [.. found.Where(u => !u.IsKnown).Select(u => u.Id)]);
    }

    public async ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken)
    {
        IReadOnlyList<(EntityKind, long)> wanted =
        [
            .. parameters.Ids("corporations").Select(id => (EntityKind.Corporation, id)),
            .. parameters.Ids("alliances").Select(id => (EntityKind.Alliance, id)),
        ];
        var known = (await mediator.Send(new FindEntities(wanted), cancellationToken)).ToDictionary(e => (e.Kind, e.Id), e => e.Name);
        return [string.Join(", ", wanted.Select(w => known.GetValueOrDefault(w) ?? w.Item2.ToString(CultureInfo.InvariantCulture)))];
    }
}

/// <summary>The main has been in its corporation for so many days. Unknown until EVE told us since when; asking is queued.</summary>
internal sealed class TenureFilter(AuthenticationDb db, IMediator mediator, TimeProvider clock) : ISmartFilterKind
{
    public string Name => "authentication.filter.tenure";

    public IReadOnlyList<FilterField> Fields => [new("days", "authentication.filter.tenure.field", FilterFieldType.Number) { Least = 1, Most = 10_000 }];

    public async Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var latest = clock.GetUtcNow().AddDays(-parameters.Number("days"));
        var mains = await db.UsersAmong(users).Where(u => u.IsActive && u.MainCharacterId != null).Select(u => new { u.Id, Main = u.MainCharacterId!.Value }).ToListAsync(cancellationToken);
        var since = await mediator.Send(new FindTenures([.. mains.Select(m => m.Main)]), cancellationToken);
        return new(
            [.. mains.Where(m => since.TryGetValue(m.Main, out var at) && at <= latest).Select(m => m.Id)],
            [.. mains.Where(m => !since.ContainsKey(m.Main)).Select(m => m.Id)]);
    }

    public ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([parameters.Number("days").ToString(CultureInfo.CurrentCulture)]);
}
