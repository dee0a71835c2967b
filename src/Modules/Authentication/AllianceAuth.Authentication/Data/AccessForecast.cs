using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AllianceAuth.Authentication.Data;

/// <summary>Works out what a change of states, groups or memberships would do to everybody's access, without making it: one statement each.</summary>
internal sealed class AccessForecast(AuthenticationDb db, PermissionCatalog catalog, IEnumerable<IGroupAdmission> admissions)
{
    // No state has this number; a state that is yet to be made gets it here.
    private const int NewState = -1;

    /// <summary>If a state were as wanted; a new one without a number.</summary>
    public async Task<AccessDifference> OfStateAsync(WantedState wanted, DifferenceListing listing, CancellationToken cancellationToken) =>
        await ReadAsync(
            AccessForecastSql.State,
            listing,
            (wanted.Id?.Value ?? NewState, wanted.Name),
            [
                .. StateDecisions.Parameters(users: null, leaving: []),
                .. await AdmissionAsync(cancellationToken),
                new NpgsqlParameter("priority", wanted.Priority),
                new NpgsqlParameter("public", wanted.IsPublic),
                new NpgsqlParameter("kinds", wanted.Members.Select(m => (int)m.Kind).ToArray()),
                new NpgsqlParameter("entities", wanted.Members.Select(m => m.Id).ToArray()),
                new NpgsqlParameter("permissions", wanted.Permissions.Distinct(StringComparer.Ordinal).ToArray()),
            ],
            cancellationToken);

    /// <summary>If these states were gone.</summary>
    public async Task<AccessDifference> WithoutStatesAsync(IReadOnlyCollection<StateId> states, DifferenceListing listing, CancellationToken cancellationToken) =>
        await ReadAsync(
            AccessForecastSql.State,
            listing,
            (0, ""),
            [
                .. StateDecisions.Parameters(users: null, states),
                .. await AdmissionAsync(cancellationToken),
                new NpgsqlParameter("priority", (object)0),
                new NpgsqlParameter("public", false),
                new NpgsqlParameter("kinds", Array.Empty<int>()),
                new NpgsqlParameter("entities", Array.Empty<long>()),
                new NpgsqlParameter("permissions", Array.Empty<string>()),
            ],
            cancellationToken);

    /// <summary>If a group carried these permissions and admitted these states, and these joined and those left it.</summary>
    public Task<AccessDifference> OfGroupAsync(PreviewGroup wanted, CancellationToken cancellationToken) =>
        ReadAsync(
            AccessForecastSql.Group,
            wanted.Listing,
            (0, ""),
            [
                new NpgsqlParameter("group", wanted.Group.Value),
                new NpgsqlParameter("permissions", wanted.Permissions.Distinct(StringComparer.Ordinal).ToArray()),
                new NpgsqlParameter("joining", wanted.Joins.Select(u => u.Value).ToArray()),
                new NpgsqlParameter("leaving", wanted.Leaves.Select(u => u.Value).ToArray()),
                new NpgsqlParameter("admitted", wanted.States.Select(s => s.Value).ToArray()),
            ],
            cancellationToken);

    /// <summary>If these joined and those left.</summary>
    public Task<AccessDifference> OfMembershipsAsync(
        IReadOnlyCollection<Membership> joins, IReadOnlyCollection<Membership> leaves, DifferenceListing listing, CancellationToken cancellationToken) =>
        ReadAsync(
            AccessForecastSql.Memberships,
            listing,
            (0, ""),
            [
                new NpgsqlParameter("joining_users", joins.Select(m => m.User.Value).ToArray()),
                new NpgsqlParameter("joining_groups", joins.Select(m => m.Group.Value).ToArray()),
                new NpgsqlParameter("leaving_users", leaves.Select(m => m.User.Value).ToArray()),
                new NpgsqlParameter("leaving_groups", leaves.Select(m => m.Group.Value).ToArray()),
            ],
            cancellationToken);

    /// <summary>Groups that admit some states only: whoever moves to another one leaves them.</summary>
    private async Task<object[]> AdmissionAsync(CancellationToken cancellationToken)
    {
        List<(GroupId Group, StateId State)> admitted = [];
        foreach (var admission in admissions)
        {
            admitted.AddRange((await admission.FindAsync(cancellationToken)).SelectMany(g => g.Value.Select(state => (g.Key, state))));
        }

        return [new NpgsqlParameter("choosing", admitted.Select(a => a.Group.Value).ToArray()), new NpgsqlParameter("admitted", admitted.Select(a => a.State.Value).ToArray())];
    }

    private async Task<AccessDifference> ReadAsync(
        string sql, DifferenceListing listing, (int Id, string Name) state, IReadOnlyList<object> parameters, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQueryRaw<ForecastRow>(
            sql,
            [
                .. parameters,
                new NpgsqlParameter("state", state.Id),
                new NpgsqlParameter("name", state.Name),
                new NpgsqlParameter("kind", (int)listing.Kind),
                new NpgsqlParameter("most", listing.Most),
            ]).ToListAsync(cancellationToken);
        var totals = rows.Single(r => r.Kind == 0);
        return new AccessDifference(totals.Gaining, totals.Losing, totals.OnlyState, totals.Everybody - totals.Touched)
        {
            Touched = totals.Touched,
            Permissions =
            [
                .. rows.Where(r => r.Kind == 1)
                    .Select(r => new PermissionDifference(r.Name, catalog.DescriptionOf(r.Name), catalog.ServiceOf(r.Name), r.Gaining, r.Losing))
                    .OrderByDescending(p => p.Service is not null).ThenByDescending(p => p.Losing).ThenByDescending(p => p.Gaining).ThenBy(p => p.Name, StringComparer.Ordinal),
            ],
            Users =
            [
                .. rows.Where(r => r.Kind == 2).OrderBy(r => r.Place)
                    .Select(r => new UserDifference(new UserId(r.User), r.Name, r.CharacterId, r.Ticker, r.Before, r.After) { Gains = Words(r.Gains), Losses = Words(r.Losses) }),
            ],
        };
    }

    private IReadOnlyList<string> Words(string[] permissions) =>
        [.. permissions.Select(p => (Service: catalog.ServiceOf(p), Name: p)).OrderByDescending(p => p.Service is not null).Select(p => p.Service ?? p.Name).Distinct(StringComparer.Ordinal)];
}

/// <summary>A state as somebody wants it to be.</summary>
/// <param name="Id">Which; null for a new one.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">Higher wins.</param>
/// <param name="IsPublic">Fits everybody.</param>
/// <param name="Members">All entries of its lists.</param>
/// <param name="Permissions">All permissions it grants.</param>
internal sealed record WantedState(
    StateId? Id, string Name, int Priority, bool IsPublic, IReadOnlyCollection<(EntityKind Kind, long Id)> Members, IReadOnlyCollection<string> Permissions)
{
    /// <summary>The state as it is.</summary>
    public static WantedState Of(State state) =>
        new(state.Id, state.Name, state.Priority, state.IsPublic, [.. state.Members.Select(m => (m.Kind, m.EntityId))], [.. state.Permissions.Select(p => p.Permission)]);
}

/// <summary>One row of a forecast: the totals, one permission, or one user.</summary>
internal sealed class ForecastRow
{
    public int Kind { get; set; }

    public string Name { get; set; } = "";

    public int Gaining { get; set; }

    public int Losing { get; set; }

    public int OnlyState { get; set; }

    public int Touched { get; set; }

    public int Everybody { get; set; }

    public int User { get; set; }

    public long? CharacterId { get; set; }

    public string Ticker { get; set; } = "";

    public string Before { get; set; } = "";

    public string After { get; set; } = "";

    public string[] Gains { get; set; } = [];

    public string[] Losses { get; set; } = [];

    public long Place { get; set; }
}
