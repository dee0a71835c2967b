using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ReserveGroupNames;

internal sealed class FindReservedGroupNamesHandler(AuthenticationDb db) : IRequestHandler<FindReservedGroupNames, IReadOnlyList<ReservedGroupNameInfo>>
{
    public async Task<IReadOnlyList<ReservedGroupNameInfo>> Handle(FindReservedGroupNames request, CancellationToken cancellationToken)
    {
        var names = await db.ReservedGroupNames.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
        return [.. names.Select(r => new ReservedGroupNameInfo(r.Id, r.Name, r.Reason, r.CreatedBy, r.CreatedAt))];
    }
}

internal sealed class ReserveGroupNameHandler(AuthenticationDb db, TimeProvider clock) : IRequestHandler<ReserveGroupName, Refusal?>
{
    public async Task<Refusal?> Handle(ReserveGroupName request, CancellationToken cancellationToken)
    {
        var name = ReservedGroupName.SpellingOf(request.Name);
        var reason = request.Reason.Trim();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldGroupsAsync(cancellationToken);
        // A group may bear it and it may be reserved already: both are reasons not to reserve it.
        if (await db.JudgeGroupNameAsync(name, bearer: null, cancellationToken) is { } refusal)
        {
            return refusal.Code == "authentication.group.taken" ? new Refusal("authentication.reserved.taken", name) : refusal;
        }

        if (reason.Length is 0 or > ReservedGroupName.ReasonLength)
        {
            return new Refusal("authentication.reserved.reason", $"{ReservedGroupName.ReasonLength}");
        }

        var creator = await db.Users.Where(u => u.Id == request.Actor).Select(u => u.UserName).SingleAsync(cancellationToken);
        var now = clock.GetUtcNow();
        db.ReservedGroupNames.Add(new ReservedGroupName(name, reason, creator, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }
}

internal sealed class ReleaseGroupNameHandler(AuthenticationDb db) : IRequestHandler<ReleaseGroupName, string?>
{
    public async Task<string?> Handle(ReleaseGroupName request, CancellationToken cancellationToken)
    {
        var name = await db.ReservedGroupNames.Where(r => r.Id == request.Id).Select(r => r.Name).SingleOrDefaultAsync(cancellationToken);
        return name is not null && await db.ReservedGroupNames.Where(r => r.Id == request.Id).ExecuteDeleteAsync(cancellationToken) > 0 ? name : null;
    }
}
