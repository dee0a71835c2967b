using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.Shared.Infrastructure.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.LookUpCharacters;

/// <summary>What we know of characters; from the cache when warm.</summary>
internal sealed class LookUpCharactersHandler(CharacterCache cache) : IRequestHandler<FindCharacters, IReadOnlyList<CharacterInfo>>
{
    public async Task<IReadOnlyList<CharacterInfo>> Handle(FindCharacters request, CancellationToken cancellationToken) =>
        await cache.GetAsync("characters", request.Characters, request.Uncached, static (db, ids, cancelled) => db.ReadCharactersAsync(ids, cancelled), cancellationToken);
}

/// <summary>The same with the health of their tokens, for the owner's own page.</summary>
internal sealed class LookUpOwnedCharactersHandler(CharacterCache cache) : IRequestHandler<FindOwnedCharacters, IReadOnlyList<OwnedCharacter>>
{
    public async Task<IReadOnlyList<OwnedCharacter>> Handle(FindOwnedCharacters request, CancellationToken cancellationToken) =>
        await cache.GetAsync("owned", request.Characters, isUncached: false, static (db, ids, cancelled) => db.ReadOwnedAsync(ids, cancelled), cancellationToken);
}

/// <summary>Characters whose name holds a text; a trigram index finds them.</summary>
internal sealed class SearchCharactersHandler(EveOnlineDb db) : IRequestHandler<SearchCharacters, IReadOnlyList<long>>
{
    public async Task<IReadOnlyList<long>> Handle(SearchCharacters request, CancellationToken cancellationToken)
    {
        var pattern = LikePattern.Containing(request.Text);
        return await db.Characters.Where(c => EF.Functions.ILike(c.Name, pattern, LikePattern.Escape)).OrderBy(c => c.Id).Select(c => c.Id).Take(request.Most).ToListAsync(cancellationToken);
    }
}
