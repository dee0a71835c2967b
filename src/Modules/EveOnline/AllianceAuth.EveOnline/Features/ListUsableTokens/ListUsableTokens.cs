using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.ListUsableTokens;

/// <summary>The user's tokens that work or can be made to, one per character by name. AUTH-040, AUTH-041.</summary>
internal sealed class ListUsableTokensHandler(EveOnlineDb db, TimeProvider clock) : IRequestHandler<FindUsableTokens, IReadOnlyList<UsableToken>>
{
    public async Task<IReadOnlyList<UsableToken>> Handle(FindUsableTokens request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var scopes = request.Scopes.ToArray();
        var tokens = await db.Tokens.AsNoTracking()
            .Where(t => t.UserId == request.User && t.Status == TokenStatus.Valid)
            .Where(t => t.RefreshToken != null || t.ExpiresAt > now)
            .Where(t => scopes.All(s => t.Scopes.Contains(s)))
            .OrderByDescending(t => t.RefreshedAt)
            .Select(t => new UsableToken(t.Id, t.CharacterId, t.CharacterName, t.OwnerHash))
            .ToListAsync(cancellationToken);
        return [.. tokens.DistinctBy(t => t.CharacterId).OrderBy(t => t.CharacterName, StringComparer.OrdinalIgnoreCase)];
    }
}

/// <summary>Which owner hashes a renewable token still proves. AUTH-029.</summary>
internal sealed class BackedOwnerHashesHandler(EveOnlineDb db) : IRequestHandler<FindBackedOwnerHashes, IReadOnlySet<string>>
{
    public async Task<IReadOnlySet<string>> Handle(FindBackedOwnerHashes request, CancellationToken cancellationToken)
    {
        var hashes = request.OwnerHashes.ToArray();
        return await db.Tokens
            .Where(t => hashes.Contains(t.OwnerHash) && t.Status == TokenStatus.Valid && t.RefreshToken != null)
            .Select(t => t.OwnerHash)
            .Distinct()
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
    }
}
