using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Updates;
using MediatR;

namespace AllianceAuth.EveOnline.Features.LearnNewEntity;

/// <summary>Finds an entity by its exact name, first here, then at EVE while the person waits. EVE-020, EVE-021.</summary>
internal sealed class LearnNewEntityHandler(IEsi esi, EntityUpdater entities, IMediator mediator) : IRequestHandler<LearnEntity, EveEntity?>
{
    public async Task<EveEntity?> Handle(LearnEntity request, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > 100)
        {
            return null;
        }

        var known = (await mediator.Send(new SearchEntities(request.Kind, name), cancellationToken)).FirstOrDefault(e => IsNamed(e, name));
        if (known is not null || request.Kind == EntityKind.Faction)
        {
            return known;
        }

        if (!(await esi.IdsAsync([name], EsiImportance.Person, cancellationToken)).Has(out var ids) || IdIn(ids, request.Kind, name) is not { } found)
        {
            return null;
        }

        return request.Kind switch
        {
            EntityKind.Corporation => await LearnCorporationAsync(found.Id, cancellationToken),
            EntityKind.Alliance => await LearnAllianceAsync(found.Id, cancellationToken),
            _ => await LearnCharacterAsync(found, cancellationToken),
        };
    }

    private static bool IsNamed(EveEntity entity, string name) => string.Equals(entity.Name, name, StringComparison.OrdinalIgnoreCase);

    private static EsiFoundId? IdIn(EsiIds ids, EntityKind kind, string name) =>
        (kind switch
        {
            EntityKind.Corporation => ids.Corporations,
            EntityKind.Alliance => ids.Alliances,
            _ => ids.Characters,
        })?.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    private async Task<EveEntity?> LearnCorporationAsync(long id, CancellationToken cancellationToken)
    {
        if (!(await esi.CorporationAsync(id, EsiImportance.Person, cancellationToken)).Has(out var corporation))
        {
            return null;
        }

        await entities.WriteAsync([(id, corporation)], cancellationToken);
        return new EveEntity(EntityKind.Corporation, id, corporation.Name, corporation.Ticker);
    }

    private async Task<EveEntity?> LearnAllianceAsync(long id, CancellationToken cancellationToken)
    {
        if (!(await esi.AllianceAsync(id, EsiImportance.Person, cancellationToken)).Has(out var alliance))
        {
            return null;
        }

        await entities.WriteAsync([(id, alliance)], cancellationToken);
        return new EveEntity(EntityKind.Alliance, id, alliance.Name, alliance.Ticker);
    }

    private async Task<EveEntity> LearnCharacterAsync(EsiFoundId found, CancellationToken cancellationToken)
    {
        var character = await mediator.Send(new EnsureCharacter(found.Id, found.Name), cancellationToken);
        return new EveEntity(EntityKind.Character, character.CharacterId, character.Name, null);
    }
}
