using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Infrastructure.Changes;
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
        var state = await db.WholeStates.SingleOrDefaultAsync(s => s.Name == request.State, cancellationToken);
        if (state is null)
        {
            return [new Refusal("authentication.fillstate.state", request.State)];
        }

        var now = clock.GetUtcNow();
        await db.ChangeStateAsync(
            state,
            state.Members.Select(m => (m.Kind, m.EntityId)).Concat(alliances.Select(a => (a.Kind, a.Id))).ToHashSet(),
            state.Permissions.Select(p => p.Permission).Concat(request.Permissions).ToHashSet(StringComparer.Ordinal),
            new ChangeTrail(db, "authentication", "state", actor: null, now),
            now,
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return refusals;
    }
}
