using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Keeps those out of smart groups who do not pass. Whom nobody can judge now is let in later, not now.</summary>
internal sealed class SmartGate(GroupManagementDb db, FilterJudge judge)
{
    /// <summary>Code of a clear no.</summary>
    public const string Fails = "groupmanagement.join.filter";

    /// <summary>Code where nobody can say now.</summary>
    public const string Unknown = "groupmanagement.join.filterunknown";

    /// <summary>Why a user may not come in now; null when they may, or when the group asks nothing.</summary>
    public async Task<Refusal?> FindRefusalAsync(GroupRules group, UserId user, CancellationToken cancellationToken) =>
        group.Smart is null ? null : (await FindRefusalsAsync([group], [user], cancellationToken)).GetValueOrDefault((group.Id, user));

    /// <summary>The same for many at once: one statement, and those of the filters.</summary>
    public async Task<IReadOnlyDictionary<(GroupId Group, UserId User), Refusal>> FindRefusalsAsync(
        IReadOnlyCollection<GroupRules> groups, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var refusals = new Dictionary<(GroupId, UserId), Refusal>();
        GroupId[] smart = [.. groups.Where(g => g.Smart is not null).Select(g => g.Id)];
        if (smart.Length == 0 || users.Count == 0)
        {
            return refusals;
        }

        var kept = await db.SmartGroups.AsNoTracking().Where(g => smart.Contains(g.Id)).ToListAsync(cancellationToken);
        var roll = new UserRoll(users);
        var columns = await judge.JudgeAsync([.. kept.Select(k => k.Expression)], roll, isEverybody: false, cancellationToken);
        foreach (var (group, column) in kept.Zip(columns))
        {
            var name = groups.First(g => g.Id == group.Id).Name;
            for (var place = 0; place < users.Count; place++)
            {
                if (column[place] != Verdict.Passes)
                {
                    refusals[(group.Id, users[place])] = new Refusal(column[place] == Verdict.Fails ? Fails : Unknown, name);
                }
            }
        }

        return refusals;
    }
}
