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
internal sealed class StateForms(AuthenticationDb db, IMediator mediator, ICurrentUser currentUser)
{
    /// <summary>Entries of all lists of a state together.</summary>
    public const int MostEntries = 10_000;

    /// <summary>New names in one go: each may be a question to EVE while the admin waits.</summary>
    private const int MostNames = 20;

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
        return await WithRightsAsync(view with { IsGuest = state.IsGuest }, cancellationToken);
    }

    /// <summary>What was sent, with what is wrong with it; null when there is no such state.</summary>
    public async Task<StateView?> ReadAsync(int? id, IFormCollection form, CancellationToken cancellationToken)
    {
        var known = id is { } number
            ? await db.States.AsNoTracking().Include(s => s.Members).Include(s => s.Permissions).AsSplitQuery().SingleOrDefaultAsync(s => s.Id == new StateId(number), cancellationToken)
            : null;
        if (id is not null && known is null)
        {
            return null;
        }

        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        // What the form of Guest does not have is not read either, and grants are read from superusers only.
        var isGuest = known is { IsGuest: true };
        var name = isGuest ? State.GuestName : form["name"].ToString().Trim();
        if (name.Length is 0 or > State.NameLength)
        {
            errors["name"] = new Refusal("authentication.state.name.length", State.NameLength.ToString(CultureInfo.InvariantCulture));
        }

        var priority = form["priority"].ToString().Trim();
        if (!int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            errors["priority"] = new Refusal("authentication.state.priority.number");
        }

        var wanted = isGuest ? known!.Members.Select(m => (m.Kind, m.EntityId)).ToHashSet() : ReadEntries(form, errors);
        var typed = await LearnAsync(isGuest ? [] : ReadNames(form), wanted, errors, cancellationToken);
        var revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var sent) ? sent : -1;
        var members = await NameAsync([.. wanted], cancellationToken);
        var mayGrant = (await currentUser.FindAsync(cancellationToken))!.IsSuperuser;
        IReadOnlyCollection<string> permissions = mayGrant
            ? [.. form["permissions"].OfType<string>().Distinct(StringComparer.Ordinal)]
            : [.. known?.Permissions.Select(p => p.Permission) ?? []];
        var view = new StateView(id, revision, name, priority, isGuest ? known!.IsPublic : form["public"] == "true", members, permissions) { Errors = errors, Typed = typed, IsGuest = isGuest };
        return await WithRightsAsync(view, cancellationToken);
    }

    private static HashSet<(EntityKind Kind, long Id)> ReadEntries(IFormCollection form, Dictionary<string, Refusal> errors)
    {
        var entries = new HashSet<(EntityKind Kind, long Id)>();
        foreach (var (kind, field) in Lists)
        {
            entries.UnionWith(form[field].Where(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(v => (kind, long.Parse(v!, CultureInfo.InvariantCulture))));
        }

        if (entries.Count <= MostEntries)
        {
            return entries;
        }

        errors[""] = new Refusal("authentication.state.entries.toomany", Number(entries.Count), Number(MostEntries));
        return [.. entries.Take(MostEntries)];
    }

    private static List<(EntityKind Kind, string Field, string Name)> ReadNames(IFormCollection form) =>
    [
        .. Lists.SelectMany(list => form[$"{list.Field}_add"].ToString()
            .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => (list.Kind, list.Field, name))),
    ];

    /// <summary>Puts what the names stand for to the entries.</summary>
    /// <returns>By field: the names that have to be typed better.</returns>
    private async Task<Dictionary<string, string>> LearnAsync(
        List<(EntityKind Kind, string Field, string Name)> names, HashSet<(EntityKind Kind, long Id)> entries, Dictionary<string, Refusal> errors, CancellationToken cancellationToken)
    {
        var isTooMuch = names.Count > MostNames;
        var left = new List<(string Field, string Name)>();
        foreach (var (kind, field, name) in names)
        {
            if (isTooMuch)
            {
                errors[field] = new Refusal("authentication.state.entity.toomany", Number(names.Count), Number(MostNames));
                left.Add((field, name));
            }
            else if (await mediator.Send(new LearnEntity(kind, name), cancellationToken) is { } found)
            {
                entries.Add((kind, found.Id));
            }
            else
            {
                errors[field] = new Refusal("authentication.state.entity.unknown", name);
                left.Add((field, name));
            }
        }

        return left.GroupBy(l => l.Field, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Join("; ", g.Select(l => l.Name)), StringComparer.Ordinal);
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

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
            return view with { MayChange = me.Has(AuthenticationPermissions.AddState), MayGrant = me.IsSuperuser };
        }

        var state = new StateId(id);
        return view with
        {
            MayChange = me.Has(AuthenticationPermissions.ChangeState),
            MayGrant = me.IsSuperuser,
            MayDelete = me.Has(AuthenticationPermissions.DeleteState) && !view.IsGuest,
            Users = await db.Users.CountAsync(u => u.State == state, cancellationToken),
        };
    }
}
