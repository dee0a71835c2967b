using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.EditState;

/// <summary>Fills the form of a state, and reads it back: only the fields it has, whatever else is sent.</summary>
internal sealed class StateForms(AuthenticationDb db, IMediator mediator, ICurrentUser currentUser, AuditReader audit)
{
    public const int MostEntries = 10_000;

    /// <summary>The four lists by the names of their fields.</summary>
    public static readonly IReadOnlyList<(EntityKind Kind, string Field)> Lists =
    [
        (EntityKind.Alliance, "alliances"),
        (EntityKind.Corporation, "corporations"),
        (EntityKind.Character, "characters"),
        (EntityKind.Faction, "factions"),
    ];

    public async Task<StateView> NewAsync(CancellationToken cancellationToken)
    {
        var highest = await db.States.MaxAsync(s => (int?)s.Priority, cancellationToken) ?? 0;
        return await WithRightsAsync(new StateView(null, 0, "", (highest + 50).ToString(CultureInfo.InvariantCulture), false, [], []), cancellationToken);
    }

    public async Task<StateView?> FindAsync(StateId id, CancellationToken cancellationToken)
    {
        var state = await db.States.AsNoTracking().Include(s => s.Members).Include(s => s.Permissions).AsSplitQuery().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (state is null)
        {
            return null;
        }

        var members = await NameAsync([.. state.Members.Select(m => (m.Kind, m.EntityId))], cancellationToken);
        var view = new StateView(
            id.Value,
            state.Revision,
            state.Name,
            state.Priority.ToString(CultureInfo.InvariantCulture),
            state.IsPublic,
            members,
            [.. state.Permissions.Select(p => p.Permission)]);
        return await WithRightsAsync(view, cancellationToken);
    }

    /// <summary>What was sent, with what is wrong with it; null when there is no such state.</summary>
    public async Task<StateView?> ReadAsync(int? id, IFormCollection form, CancellationToken cancellationToken)
    {
        if (id is { } number && !await db.States.AnyAsync(s => s.Id == new StateId(number), cancellationToken))
        {
            return null;
        }

        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        var name = form["name"].ToString().Trim();
        if (name.Length is 0 or > State.NameLength)
        {
            errors["name"] = new Refusal("authentication.state.name.length", State.NameLength.ToString(CultureInfo.InvariantCulture));
        }

        var priority = form["priority"].ToString().Trim();
        if (!int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            errors["priority"] = new Refusal("authentication.state.priority.number");
        }

        var wanted = new List<(EntityKind Kind, long Id)>();
        foreach (var (kind, field) in Lists)
        {
            wanted.AddRange(form[field].Take(MostEntries).Where(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(v => (kind, long.Parse(v!, CultureInfo.InvariantCulture))));
            foreach (var typed in form[$"{field}_add"].ToString().Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (await mediator.Send(new LearnEntity(kind, typed), cancellationToken) is { } found)
                {
                    wanted.Add((kind, found.Id));
                }
                else
                {
                    errors[field] = new Refusal("authentication.state.entity.unknown", typed);
                }
            }
        }

        var revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? sent : -1;
        var members = await NameAsync([.. wanted.Distinct()], cancellationToken);
        IReadOnlyCollection<string> permissions = [.. form["permissions"].OfType<string>().Distinct(StringComparer.Ordinal)];
        var view = new StateView(id, revision, name, priority, form["public"] == "true", members, permissions) { Errors = errors };
        return await WithRightsAsync(view, cancellationToken);
    }

    private async Task<IReadOnlyList<StateMemberView>> NameAsync(IReadOnlyList<(EntityKind Kind, long Id)> entities, CancellationToken cancellationToken)
    {
        var known = entities.Count == 0
            ? []
            : (await mediator.Send(new FindEntities(entities), cancellationToken)).ToDictionary(e => (e.Kind, e.Id), e => e.Name);
        return
        [
            .. entities
                .Select(e => new StateMemberView(e.Kind, e.Id, known.GetValueOrDefault(e) ?? e.Id.ToString(CultureInfo.InvariantCulture)))
                .OrderBy(m => m.Name, StringComparer.CurrentCulture),
        ];
    }

    private async Task<StateView> WithRightsAsync(StateView view, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        if (view.Id is not { } id)
        {
            return view with { MayChange = me.Has(AuthenticationPermissions.AddState) };
        }

        var state = new StateId(id);
        return view with
        {
            MayChange = me.Has(AuthenticationPermissions.ChangeState),
            MayDelete = me.Has(AuthenticationPermissions.DeleteState) && view.Name != State.GuestName,
            Users = await db.Users.CountAsync(u => u.State == state, cancellationToken),
            Audit = await audit.ReadAsync(AuditSubject.State, id, cancellationToken),
        };
    }
}
