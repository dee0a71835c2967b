using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.TallyTokens;

/// <summary>Tokens that belong to somebody; those of a sign-in under way do not count.</summary>
internal sealed class CountTokensHandler(EveOnlineDb db) : IRequestHandler<CountTokens, int>
{
    public Task<int> Handle(CountTokens request, CancellationToken cancellationToken) => db.Tokens.CountAsync(t => t.UserId != null, cancellationToken);
}
