using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerAccess;

internal sealed class FindUsersHandler(AuthenticationDb db) : IRequestHandler<FindUsers, IReadOnlyList<UserInfo>>
{
    public async Task<IReadOnlyList<UserInfo>> Handle(FindUsers request, CancellationToken cancellationToken)
    {
        var users = await db.Users.AsNoTracking().Where(u => request.Users.Contains(u.Id)).ToListAsync(cancellationToken);
        return [.. users.Select(u => new UserInfo(u.Id, u.UserName, u.Main) { Joined = u.DateJoined })];
    }
}

internal sealed class FindMainsOfCharactersHandler(AuthenticationDb db) : IRequestHandler<FindMainsOfCharacters, IReadOnlyDictionary<long, MainCharacter>>
{
    public async Task<IReadOnlyDictionary<long, MainCharacter>> Handle(FindMainsOfCharacters request, CancellationToken cancellationToken)
    {
        var owners = await db.Ownerships.AsNoTracking()
            .Where(o => request.Characters.Contains(o.CharacterId))
            .Join(db.Users, o => o.UserId, u => u.Id, (o, u) => new { o.CharacterId, Owner = u })
            .Where(o => o.Owner.MainCharacterId != null)
            .ToListAsync(cancellationToken);
        return owners.ToDictionary(o => o.CharacterId, o => o.Owner.Main!);
    }
}

internal sealed class FindSentinelUserHandler(AuthenticationDb db, TimeProvider clock) : IRequestHandler<FindSentinelUser, UserId>
{
    public async Task<UserId> Handle(FindSentinelUser request, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } known)
        {
            return known.Id;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldUserNamesAsync(cancellationToken);
        var sentinel = await FindAsync(cancellationToken);
        if (sentinel is null)
        {
            sentinel = User.Sentinel(await db.FindGuestAsync(cancellationToken), clock.GetUtcNow());
            db.Users.Add(sentinel);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return sentinel.Id;
    }

    private Task<User?> FindAsync(CancellationToken cancellationToken) => db.Users.SingleOrDefaultAsync(u => u.UserName == User.SentinelName, cancellationToken);
}
