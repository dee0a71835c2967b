using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerAccess;

internal sealed class FindContactsHandler(AuthenticationDb db) : IRequestHandler<FindContacts, IReadOnlyList<UserContact>>
{
    public async Task<IReadOnlyList<UserContact>> Handle(FindContacts request, CancellationToken cancellationToken) =>
        await db.Users.AsNoTracking()
            .Where(u => request.Users.Contains(u.Id) && u.IsActive)
            .Select(u => new UserContact(u.Id, u.ShownName, u.Email, u.Language))
            .ToListAsync(cancellationToken);
}
