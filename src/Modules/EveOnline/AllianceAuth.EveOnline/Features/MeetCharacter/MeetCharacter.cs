using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Updates;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.MeetCharacter;

/// <summary>
/// Makes sure a character is known. A new one is looked up while its pilot waits, with short patience: what EVE does not tell now, the
/// affiliation job fills in. AUTH-025, EVE-019.
/// </summary>
internal sealed class MeetCharacterHandler(EveOnlineDb db, IEsi esi, EntityUpdater entities, CharacterCache cache, IJobQueue jobs, TimeProvider clock)
    : IRequestHandler<EnsureCharacter, CharacterInfo>
{
    public async Task<CharacterInfo> Handle(EnsureCharacter request, CancellationToken cancellationToken)
    {
        if (await db.ReadCharactersAsync([request.CharacterId], cancellationToken) is [{ SeenAt: not null } known])
        {
            return known;
        }

        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO eveonline.characters (id, name) VALUES ({request.CharacterId}, {request.Name}) ON CONFLICT (id) DO NOTHING", cancellationToken);
        await LearnAsync(request.CharacterId, cancellationToken);
        await cache.DropAsync([request.CharacterId], cancellationToken);
        return (await db.ReadCharactersAsync([request.CharacterId], cancellationToken))[0];
    }

    private async Task LearnAsync(long id, CancellationToken cancellationToken)
    {
        var answer = await esi.AffiliationsAsync([id], EsiImportance.Person, cancellationToken);
        if (answer is not EsiAnswer<IReadOnlyList<EsiAffiliation>>.Fresh { Value: [{ CorporationId: > 0 } affiliation] } || affiliation.CharacterId != id)
        {
            await jobs.EnqueueAsync<UpdateAffiliationsJob>(UpdateAffiliationsJob.New, priority: 2, cancellationToken: cancellationToken);
            return;
        }

        var corporation = await esi.CorporationAsync(affiliation.CorporationId, EsiImportance.Person, cancellationToken);
        var alliance = affiliation.AllianceId is { } allianceId ? await esi.AllianceAsync(allianceId, EsiImportance.Person, cancellationToken) : null;
        if (affiliation.FactionId is { } faction && !await db.Factions.AnyAsync(f => f.Id == faction, cancellationToken)
            && (await esi.FactionsAsync(EsiImportance.Person, cancellationToken)).Has(out var factions))
        {
            await entities.WriteAsync(factions, cancellationToken);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (corporation.Has(out var company))
        {
            await entities.WriteAsync([(affiliation.CorporationId, company)], cancellationToken);
        }

        if (alliance is not null && alliance.Has(out var bloc))
        {
            await entities.WriteAsync([(affiliation.AllianceId!.Value, bloc)], cancellationToken);
        }

        var now = clock.GetUtcNow();
        var character = await db.Characters.SingleAsync(c => c.Id == id, cancellationToken);
        if (character.See(affiliation.CorporationId, affiliation.AllianceId, affiliation.FactionId, now))
        {
            entities.Tell([id], now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
