using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerNames;

internal sealed class SearchUsersHandler(AuthenticationDb db) : IRequestHandler<SearchUsers, IReadOnlyList<UserInfo>>
{
    private const int Most = 20;

    public async Task<IReadOnlyList<UserInfo>> Handle(SearchUsers request, CancellationToken cancellationToken)
    {
        var pattern = LikePattern.Beginning(request.Text);
        var users = await db.Users.AsNoTracking()
            .Where(u => EF.Functions.ILike(u.UserName, pattern, LikePattern.Escape) || EF.Functions.ILike(u.MainName!, pattern, LikePattern.Escape))
            .OrderBy(u => u.ShownName)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return [.. users.Select(u => new UserInfo(u.Id, u.UserName, u.Main) { Joined = u.DateJoined })];
    }
}

internal sealed class FindUserByNameHandler(AuthenticationDb db) : IRequestHandler<FindUserByName, UserId?>
{
    public async Task<UserId?> Handle(FindUserByName request, CancellationToken cancellationToken)
    {
        // No wildcard: a trigram index serves the comparison in any case.
        var exact = LikePattern.Exactly(request.Name);
        var found = await db.Users.AsNoTracking()
            .Where(u => EF.Functions.ILike(u.UserName, exact, LikePattern.Escape) || EF.Functions.ILike(u.MainName!, exact, LikePattern.Escape))
            .OrderBy(u => EF.Functions.ILike(u.UserName, exact, LikePattern.Escape) ? 0 : 1)
            .Select(u => new { u.Id })
            .FirstOrDefaultAsync(cancellationToken);
        return found?.Id;
    }
}
