using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.CollectSsoResult;

/// <summary>Hands over the token of a finished round trip and deletes the round trip, in one statement: of two who ask at once one gets it. AUTH-036.</summary>
internal sealed class CollectSsoResultHandler(EveOnlineDb db, TimeProvider clock) : IRequestHandler<TakeSsoResult, SsoResult?>
{
    public async Task<SsoResult?> Handle(TakeSsoResult request, CancellationToken cancellationToken)
    {
        var ticket = Pkce.Hash(request.Ticket);
        var browser = Pkce.Hash(request.BrowserKey);
        var oldest = clock.GetUtcNow() - RoundTrip.Lifetime;
        var found = await db.Database.SqlQuery<Row>(
            $"""
            WITH spent AS (
                DELETE FROM eveonline.round_trips
                WHERE ticket_hash = {ticket} AND browser_hash = {browser} AND claimed_at > {oldest}
                RETURNING token_id, token_is_new, user_id)
            SELECT t.id AS "Token", t.character_id AS "CharacterId", t.character_name AS "CharacterName", t.owner_hash AS "OwnerHash", s.token_is_new AS "IsNew", s.user_id AS "StartedBy"
            FROM spent s JOIN eveonline.tokens t ON t.id = s.token_id
            """).ToListAsync(cancellationToken);
        return found is [var row] ? new SsoResult(row.Token, row.CharacterId, row.CharacterName, row.OwnerHash, row.IsNew, row.StartedBy is { } user ? new UserId(user) : null) : null;
    }

    private sealed record Row(int Token, long CharacterId, string CharacterName, string OwnerHash, bool IsNew, int? StartedBy);
}
