using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Results;
using MediatR;

namespace AllianceAuth.EveOnline.Features.AddEntity;

/// <summary>Adds what an admin names by EVE id or by exact name; the rest comes from ESI while the admin waits (ADR 0023). ADM-020, ADM-021.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Typed">Id or name.</param>
/// <param name="Actor">Who adds it.</param>
internal sealed record AddEntityRequest(EntityKind Kind, string Typed, UserId Actor) : IRequest<AddedEntity>;

/// <summary>What was added, or why nothing was.</summary>
internal sealed record AddedEntity(string Name, Refusal? Refusal);

internal sealed class AddEntityHandler(EveOnlineDb db, IEsi esi, EntityUpdater entities, IMediator mediator, IJobQueue jobs, TimeProvider clock)
    : IRequestHandler<AddEntityRequest, AddedEntity>
{
    public async Task<AddedEntity> Handle(AddEntityRequest request, CancellationToken cancellationToken)
    {
        var typed = request.Typed.Trim();
        var isId = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        if (typed.Length == 0 || (isId && id < 1))
        {
            return new("", new Refusal("eveonline.admin.add.empty"));
        }

        if (await FindKnownAsync(request.Kind, isId ? id : null, typed, cancellationToken) is { } known)
        {
            return new(known.Name, new Refusal("eveonline.admin.add.exists", known.Name));
        }

        var found = isId ? await ByIdAsync(request.Kind, id, cancellationToken) : await mediator.Send(new LearnEntity(request.Kind, typed), cancellationToken) is { } learned
            ? (learned, null)
            : (null, new Refusal("eveonline.admin.add.noname", typed));
        if (found.Entity is not { } entity)
        {
            return new("", found.Refusal);
        }

        var trail = new ChangeTrail(db, "eveonline", ModelOf(request.Kind), request.Actor, clock.GetUtcNow());
        trail.Record(entity.Id, entity.Name, ChangeKind.Added);
        await db.SaveChangesAsync(cancellationToken);
        if (request.Kind == EntityKind.Alliance)
        {
            // Its corporations are many calls: a job's work.
            await jobs.EnqueueAsync<UpdateAlliancesJob>(entity.Id.ToString(CultureInfo.InvariantCulture), priority: 2, cancellationToken: cancellationToken);
        }

        return new(entity.Name, null);
    }

    public static string ModelOf(EntityKind kind) => kind switch
    {
        EntityKind.Character => "evecharacter",
        EntityKind.Corporation => "evecorporationinfo",
        EntityKind.Alliance => "eveallianceinfo",
        _ => "evefactioninfo",
    };

    private async Task<EveEntity?> FindKnownAsync(EntityKind kind, long? id, string name, CancellationToken cancellationToken) => id is { } number
        ? (await mediator.Send(new FindEntities([(kind, number)]), cancellationToken)).SingleOrDefault()
        : (await mediator.Send(new SearchEntities(kind, name), cancellationToken)).FirstOrDefault(e => string.Equals(e.Name, name, StringComparison.OrdinalIgnoreCase));

    private async Task<(EveEntity? Entity, Refusal? Refusal)> ByIdAsync(EntityKind kind, long id, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case EntityKind.Corporation:
                var corporation = await esi.CorporationAsync(id, EsiImportance.Person, cancellationToken);
                if (!corporation.Has(out var company))
                {
                    return (null, WhyNot(corporation, id));
                }

                await entities.WriteAsync([(id, company)], cancellationToken);
                return (new(kind, id, company.Name, company.Ticker), null);
            case EntityKind.Alliance:
                var alliance = await esi.AllianceAsync(id, EsiImportance.Person, cancellationToken);
                if (!alliance.Has(out var bloc))
                {
                    return (null, WhyNot(alliance, id));
                }

                await entities.WriteAsync([(id, bloc)], cancellationToken);
                return (new(kind, id, bloc.Name, bloc.Ticker), null);
            case EntityKind.Faction:
                var factions = await esi.FactionsAsync(EsiImportance.Person, cancellationToken);
                if (!factions.Has(out var all) || all.FirstOrDefault(f => f.FactionId == id && f.MilitiaCorporationId is not null) is not { } faction)
                {
                    return (null, WhyNot(factions, id));
                }

                await entities.WriteAsync([faction], cancellationToken);
                return (new(kind, id, faction.Name, null), null);
            default:
                var character = await esi.CharacterAsync(id, EsiImportance.Person, cancellationToken);
                if (!character.Has(out var pilot))
                {
                    return (null, WhyNot(character, id));
                }

                await mediator.Send(new EnsureCharacter(id, pilot.Name), cancellationToken);
                return (new(kind, id, pilot.Name, null), null);
        }
    }

    /// <summary>Unknown is never "no": an outage is told as an outage.</summary>
    private static Refusal WhyNot<T>(EsiAnswer<T> answer, long id) => answer is EsiAnswer<T>.Unknown
        ? new Refusal("eveonline.admin.add.noanswer")
        : new Refusal("eveonline.admin.add.notfound", id.ToString(CultureInfo.InvariantCulture));
}
