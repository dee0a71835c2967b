using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.FilterUsers;

/// <summary>What the filters about users share: who is asked about, as the beginning of one statement.</summary>
internal static class UserFilter
{
    extension(AuthenticationDb db)
    {
        public IQueryable<User> UsersAmong(IReadOnlyCollection<UserId>? users) =>
            users is null ? db.Users.AsNoTracking() : db.Users.AsNoTracking().Where(u => users.Contains(u.Id));
    }

    extension(IQueryable<User> users)
    {
        /// <summary>These pass, everybody else fails.</summary>
        public async Task<FilterAnswer> PassAsync(CancellationToken cancellationToken) => new(await users.Select(u => u.Id).ToListAsync(cancellationToken));
    }
}
