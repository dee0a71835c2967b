using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using MediatR;

namespace AllianceAuth.EveOnline.Features.LookUpCharacters;

/// <summary>What we know of characters; from the cache when warm.</summary>
internal sealed class LookUpCharactersHandler(EveOnlineDb db, CharacterCache cache) : IRequestHandler<FindCharacters, IReadOnlyList<CharacterInfo>>
{
    public async Task<IReadOnlyList<CharacterInfo>> Handle(FindCharacters request, CancellationToken cancellationToken) =>
        request.Uncached
            ? await db.ReadCharactersAsync(request.Characters, cancellationToken)
            : await cache.GetAsync("characters", request.Characters, static (db, ids, cancelled) => db.ReadCharactersAsync(ids, cancelled), cancellationToken);
}

/// <summary>The same with the health of their tokens, for the owner's own page.</summary>
internal sealed class LookUpOwnedCharactersHandler(CharacterCache cache) : IRequestHandler<FindOwnedCharacters, IReadOnlyList<OwnedCharacter>>
{
    public async Task<IReadOnlyList<OwnedCharacter>> Handle(FindOwnedCharacters request, CancellationToken cancellationToken) =>
        await cache.GetAsync("owned", request.Characters, static (db, ids, cancelled) => db.ReadOwnedAsync(ids, cancelled), cancellationToken);
}
