using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Sso;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.CleanUpTokens;

/// <summary>A deleted user's tokens go with the user.</summary>
internal sealed class DeleteUsersTokensHandler(EveOnlineDb db, TokenStore store, TimeProvider clock) : IRequestHandler<DeleteTokensOf>
{
    public async Task<Unit> Handle(DeleteTokensOf request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var token in await db.Tokens.Where(t => t.UserId == request.User).ToListAsync(cancellationToken))
        {
            store.End(token, TokenEnd.Deleted, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Unit.Value;
    }
}
