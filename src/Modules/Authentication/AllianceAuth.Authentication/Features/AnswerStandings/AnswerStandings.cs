using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.AnswerStandings;

/// <summary>Where users stand, for groups that keep themselves. One statement whatever the number.</summary>
internal sealed class FindStandingsHandler(AuthenticationDb db) : IRequestHandler<FindStandings, IReadOnlyList<UserStanding>>
{
    public async Task<IReadOnlyList<UserStanding>> Handle(FindStandings request, CancellationToken cancellationToken)
    {
        var everybody = request.Users is null;
        var users = (request.Users ?? []).Select(u => u.Value).ToArray();
        var groups = request.Among.Select(g => g.Value).ToArray();
        var rows = await db.Database.SqlQuery<StandingRow>(
            $"""
            SELECT u.id AS "Id", u.is_active AS "IsActive", u.state AS "State", u.main_character_id AS "Main",
                   u.main_corporation_id AS "Corporation", u.main_alliance_id AS "Alliance", u.date_joined AS "Joined", coalesce(m.groups, ARRAY[]::integer[]) AS "Groups"
            FROM authentication.users u
            LEFT JOIN (
                SELECT user_id, array_agg(group_id) AS groups
                FROM authentication.group_members
                WHERE group_id = ANY ({groups}) AND ({everybody} OR user_id = ANY ({users}))
                GROUP BY user_id
            ) m ON m.user_id = u.id
            WHERE u.user_name <> {User.SentinelName} AND ({everybody} OR u.id = ANY ({users}))
            ORDER BY u.id
            """).ToListAsync(cancellationToken);
        return [.. rows.Select(r => r.ToStanding())];
    }

    private sealed record StandingRow(int Id, bool IsActive, int State, long? Main, long? Corporation, long? Alliance, DateTimeOffset Joined, int[] Groups)
    {
        public UserStanding ToStanding() =>
            new(new UserId(Id), IsActive, new StateId(State), Main, Corporation, Alliance, Groups.Length == 0 ? [] : [.. Groups.Select(g => new GroupId(g))]) { Joined = Joined };
    }
}

internal sealed class FindStatesHandler(AuthenticationDb db) : IRequestHandler<FindStates, IReadOnlyList<StateInfo>>
{
    public async Task<IReadOnlyList<StateInfo>> Handle(FindStates request, CancellationToken cancellationToken) =>
        await db.States.AsNoTracking().OrderByDescending(s => s.Priority).Select(s => new StateInfo(s.Id, s.Name)).ToListAsync(cancellationToken);
}
