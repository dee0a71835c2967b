using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerAccess;

internal sealed class CountUsersHandler(AuthenticationDb db) : IRequestHandler<CountUsers, int>
{
    public Task<int> Handle(CountUsers request, CancellationToken cancellationToken) => db.Users.CountAsync(u => u.UserName != User.SentinelName, cancellationToken);
}
