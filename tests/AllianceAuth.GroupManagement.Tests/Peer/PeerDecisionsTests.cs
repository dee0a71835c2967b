using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Peer;

/// <summary>Our decisions held against Alliance Auth's own, user by user, over its own data.</summary>
public sealed class PeerDecisionsTests(PeerSite site) : IClassFixture<PeerSite>
{
    private static readonly IReadOnlyList<PeerDecision> Decisions = PeerExport.ReadDecisions();

    [Fact]
    public async Task Everybody_has_the_state_that_Alliance_Auth_gave_them()
    {
        var access = await AccessAsync();

        Assert.Equal(61, Decisions.Count);
        Assert.Equal(Decisions.Select(d => (d.UserName, d.State)), Decisions.Select(d => (access[d.Id].UserName, access[d.Id].StateName)));
    }

    [Fact]
    public async Task Everybody_is_in_the_same_groups_and_may_do_the_same()
    {
        var access = await AccessAsync();

        foreach (var decision in Decisions)
        {
            var ours = access[decision.Id];
            Assert.Equal(decision.Groups, ours.Groups.Select(g => g.Name).Order(StringComparer.Ordinal));
            Assert.Equal(decision.Permissions is null, ours.IsSuperuser);
            if (decision.Permissions is { } permissions)
            {
                Assert.Equal((decision.UserName, string.Join(' ', permissions)), (ours.UserName, string.Join(' ', ours.Permissions.Order(StringComparer.Ordinal))));
            }
        }
    }

    [Fact]
    public async Task Everybody_may_join_the_same_groups()
    {
        var access = await AccessAsync();
        var groups = await GroupsAsync();

        foreach (var decision in Decisions)
        {
            var ours = access[decision.Id];
            Assert.Equal((decision.UserName, Words(decision.Joinable)), (decision.UserName, Words(groups.Where(g => g.IsJoinableFor(ours)).Select(g => g.Name))));
            Assert.Equal((decision.UserName, Words(decision.Listed)), (decision.UserName, Words(groups.Where(g => g.IsListedFor(ours)).Select(g => g.Name))));
        }
    }

    private static string Words(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private Task<Dictionary<int, AccessSnapshot>> AccessAsync() => site.AskAsync(async services =>
        (await services.GetRequiredService<IMediator>().Send(new AccessOf([.. Decisions.Select(d => new UserId(d.Id))]))).ToDictionary(a => a.User.Value));

    private Task<List<GroupRules>> GroupsAsync() => site.AskAsync(async services =>
    {
        var names = (await services.GetRequiredService<IMediator>().Send(new FindGroups(null))).ToDictionary(g => g.Group);
        var groups = await services.GetRequiredService<GroupManagementDb>().Groups.AsNoTracking().ToListAsync();
        return groups.Select(g => g.ToRules(names[g.Id].Name, names[g.Id].IsRestricted)).ToList();
    });
}
