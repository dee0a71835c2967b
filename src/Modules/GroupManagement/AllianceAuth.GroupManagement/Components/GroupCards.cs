using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Draws up cards. The button is decided by the same rule that will judge the click.</summary>
internal sealed class GroupCards(GroupManagementDb db, GroupBook book, WaitingRequests waiting, IMediator mediator)
{
    /// <summary>Everything the user waits for, by group. One statement.</summary>
    public async Task<IReadOnlyDictionary<GroupId, GroupRequest>> RequestsOfAsync(UserId user, CancellationToken cancellationToken) =>
        await db.Requests.AsNoTracking().Where(r => r.UserId == user).ToDictionaryAsync(r => r.GroupId, cancellationToken);

    /// <summary>Cards of some groups: at most two statements for any number.</summary>
    public async Task<IReadOnlyList<GroupCardView>> DrawAsync(
        IReadOnlyList<GroupRules> groups, AccessSnapshot user, IReadOnlyDictionary<GroupId, GroupRequest> requests, CancellationToken cancellationToken)
    {
        UserId[] leaders = [.. groups.SelectMany(g => g.Leaders).Distinct()];
        var people = leaders.Length == 0 ? [] : (await mediator.Send(new FindUsers(leaders), cancellationToken)).ToDictionary(u => u.User);
        var members = await mediator.Send(new CountMembers([.. groups.Select(g => g.Id)]), cancellationToken);
        var all = await book.ReadAsync(cancellationToken);
        var open = await waiting.ReadAsync(cancellationToken);
        return
        [
            .. groups.Select(g => Draw(g, user, requests.GetValueOrDefault(g.Id), members.GetValueOrDefault(g.Id)) with
            {
                Leaders = [.. g.Leaders.Where(people.ContainsKey).Select(l => new GroupLeader(people[l].Main?.CharacterId, people[l].Name)).OrderBy(l => l.Name, StringComparer.CurrentCulture)],
                LeaderGroups = [.. g.LeaderGroups.Select(all.Find).OfType<GroupRules>().Select(l => l.Name)],
                ToDecide = g.IsManagedBy(user) && open.Sum(id => id == g.Id) is var (joins, leaves) ? joins + leaves : 0,
            }),
        ];
    }

    /// <summary>One card as it is now, with what was just done or refused. Null when the user may not know of the group.</summary>
    public async Task<GroupCardView?> DrawAsync(GroupId group, UserId user, Refusal? refusal, string? done, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(group, cancellationToken) is not { } rules)
        {
            return null;
        }

        var access = await mediator.AccessOf(user, cancellationToken);
        var requests = await RequestsOfAsync(user, cancellationToken);
        var cards = await DrawAsync([rules], access, requests, cancellationToken);
        var visible = (await book.ReadAsync(cancellationToken)).VisibleTo(access, requests);
        return cards[0] with { Refusal = refusal, Done = done, Counts = GroupChoice.Count(visible, access, requests) };
    }

    private static GroupCardView Draw(GroupRules group, AccessSnapshot user, GroupRequest? request, int members) =>
        new(group.Id.Value, group.Name, group.Description, ActionOf(group, user, request), members)
        {
            IsMember = user.IsIn(group.Id),
            IsOpen = group.IsOpen,
            IsHidden = group.IsHidden,
            AskedAt = request?.CreatedAt,
            IsLeave = request?.IsLeave ?? false,
            IsManager = group.IsManagedBy(user),
            IsSmart = group.Smart is not null,
        };

    private static GroupCardAction ActionOf(GroupRules group, AccessSnapshot user, GroupRequest? request)
    {
        if (request is not null)
        {
            return GroupCardAction.Withdraw;
        }

        if (user.IsIn(group.Id))
        {
            return group.DecideLeave(user, hasRequest: false, autoLeave: false).Refusal is null ? GroupCardAction.Leave : GroupCardAction.None;
        }

        return group.DecideJoin(user, hasRequest: false) switch
        {
            { Refusal: not null } => GroupCardAction.None,
            { NeedsLeader: true } => GroupCardAction.Request,
            _ => GroupCardAction.Join,
        };
    }
}
