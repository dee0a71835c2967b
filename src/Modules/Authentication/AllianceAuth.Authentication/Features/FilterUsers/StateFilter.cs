using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.FilterUsers;

/// <summary>Is in one of these states.</summary>
internal sealed class StateFilter(AuthenticationDb db) : ISmartFilterKind
{
    public string Name => "authentication.filter.state";

    public IReadOnlyList<FilterField> Fields => [new("states", "authentication.filter.state.field", FilterFieldType.Choices)];

    public async ValueTask<IReadOnlyList<FilterOption>> OptionsAsync(string field, CancellationToken cancellationToken) =>
    [
        .. (await db.States.AsNoTracking().OrderByDescending(s => s.Priority).ToListAsync(cancellationToken))
            .Select(s => new FilterOption(s.Id.ToString(), s.Name)),
    ];

    public Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var states = StatesIn(parameters);
        return db.UsersAmong(users).Where(u => states.Contains(u.State)).PassAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken)
    {
        var states = StatesIn(parameters);
        return [string.Join(", ", await db.States.AsNoTracking().Where(s => states.Contains(s.Id)).OrderByDescending(s => s.Priority).Select(s => s.Name).ToListAsync(cancellationToken))];
    }

    private static StateId[] StatesIn(FilterParameters parameters) => [.. parameters.Ids("states").Select(id => new StateId((int)id))];
}

/// <summary>Has so many characters here.</summary>
internal sealed class CharacterCountFilter(AuthenticationDb db) : ISmartFilterKind
{
    public string Name => "authentication.filter.characters";

    public IReadOnlyList<FilterField> Fields => [new("least", "authentication.filter.characters.field", FilterFieldType.Number) { Least = 1, Most = 1000 }];

    public Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var least = parameters.Number("least");
        var many = db.Ownerships.GroupBy(o => o.UserId).Where(o => o.Count() >= least).Select(o => o.Key);
        return db.UsersAmong(users).Where(u => many.Contains(u.Id)).PassAsync(cancellationToken);
    }

    public ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([parameters.Number("least").ToString(CultureInfo.CurrentCulture)]);
}

/// <summary>The account is so many days old.</summary>
internal sealed class AccountAgeFilter(AuthenticationDb db, TimeProvider clock) : ISmartFilterKind
{
    public string Name => "authentication.filter.age";

    public IReadOnlyList<FilterField> Fields => [new("days", "authentication.filter.age.field", FilterFieldType.Number) { Least = 1, Most = 10_000 }];

    public Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var latest = clock.GetUtcNow().AddDays(-parameters.Number("days"));
        return db.UsersAmong(users).Where(u => u.DateJoined <= latest).PassAsync(cancellationToken);
    }

    public ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<string>>([parameters.Number("days").ToString(CultureInfo.CurrentCulture)]);
}

/// <summary>Is a member of one of these groups.</summary>
internal sealed class GroupFilter(AuthenticationDb db) : ISmartFilterKind
{
    public string Name => "authentication.filter.groups";

    public IReadOnlyList<FilterField> Fields => [new("groups", "authentication.filter.groups.field", FilterFieldType.Choices)];

    public async ValueTask<IReadOnlyList<FilterOption>> OptionsAsync(string field, CancellationToken cancellationToken) =>
        [.. (await db.Groups.AsNoTracking().OrderBy(g => g.Name).ToListAsync(cancellationToken)).Select(g => new FilterOption(g.Id.ToString(), g.Name))];

    public Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var groups = GroupsOf(parameters);
        return db.UsersAmong(users).Where(u => db.GroupMembers.Any(m => m.UserId == u.Id && groups.Contains(m.GroupId))).PassAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken)
    {
        var groups = GroupsOf(parameters);
        return [string.Join(", ", await db.Groups.AsNoTracking().Where(g => groups.Contains(g.Id)).OrderBy(g => g.Name).Select(g => g.Name).ToListAsync(cancellationToken))];
    }

    public IReadOnlyList<GroupId> GroupsOf(FilterParameters parameters) => [.. parameters.Ids("groups").Select(id => new GroupId((int)id))];
}
