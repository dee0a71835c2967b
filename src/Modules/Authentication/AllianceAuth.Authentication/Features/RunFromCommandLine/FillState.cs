using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.RunFromCommandLine;

/// <summary>Fills a state without a browser: what the demo starts with, and what a script may set up. AUTH-010.</summary>
internal sealed class FillStateHandler(AuthenticationDb db, AccessReader access, IMediator mediator, TimeProvider clock) : IRequestHandler<FillState, IReadOnlyList<Refusal>>
{
    public async Task<IReadOnlyList<Refusal>> Handle(FillState request, CancellationToken cancellationToken)
    {
        var refusals = new List<Refusal>();
        var alliances = new List<EveEntity>();
        foreach (var name in request.Alliances)
        {
            if (await mediator.Send(new LearnEntity(EntityKind.Alliance, name), cancellationToken) is { } alliance)
            {
                alliances.Add(alliance);
            }
            else
            {
                refusals.Add(new Refusal("authentication.fillstate.alliance", name));
            }
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldStatesAsync(cancellationToken);
        var state = await db.States.Include(s => s.Members).Include(s => s.Permissions).AsSplitQuery().SingleOrDefaultAsync(s => s.Name == request.State, cancellationToken);
        if (state is null)
        {
            return [new Refusal("authentication.fillstate.state", request.State)];
        }

        state.Members.AddRange(alliances
            .Where(a => !state.Members.Any(m => m.Kind == EntityKind.Alliance && m.EntityId == a.Id))
            .Select(a => new StateMember(EntityKind.Alliance, a.Id)));
        state.Permissions.AddRange(request.Permissions
            .Where(name => state.Permissions.All(p => p.Permission != name))
            .Select(name => new StatePermission(name)));
        state.Revision++;
        await db.SaveChangesAsync(cancellationToken);
        var now = clock.GetUtcNow();
        db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, User: null, state.Id, Group: null));
        await db.DecideStatesAsync(users: null, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return refusals;
    }
}
