using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

public sealed class AutogroupNameTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    [Fact, Rule("EVE-050")]
    public async Task Two_corporations_of_one_name_share_a_group()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var one = await site.UserAsync(state, corp);
        var other = await site.UserAsync(state, await site.CorporationAsync(name));
        await site.KeepAllAsync();

        Assert.Equal([one, other], await site.MembersOfAsync($"Corp {name}"));
    }

    [Fact, Rule("EVE-051")]
    public async Task A_group_under_another_name_is_found_again_by_its_link()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var handmade = await site.SendAsync(new CreateGroup($"Corp {name}"));
        var user = await site.UserAsync(state, corp);

        await site.KeepAllAsync();
        await site.KeepAllAsync();

        Assert.Equal([$"Corp {name}_1"], await site.GroupsOfAsync(user));
        Assert.Empty(await site.MembersAsync(handmade));
        Assert.DoesNotContain(await site.SendAsync(new FindGroups(null)), g => g.Name == $"Corp {name}_2");
    }

    [Fact]
    public async Task Groups_follow_corporations_and_tickers_of_alliances_that_rename_themselves()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var alliance = await site.AllianceAsync($"Bloc {site.Next()}", "OLD");
        await site.ConfigAsync(new AutogroupConfig { States = [state], AllianceGroups = true, AllianceNameSource = NameSource.Ticker, AllianceGroupPrefix = $"{name} " });
        var user = await site.UserAsync(state, corp, alliance);
        await site.KeepAllAsync();
        var before = await site.SendAsync(new FindStandings([user], [.. (await site.SendAsync(new FindGroups(null))).Select(g => g.Group)]));

        await site.RunAsync($"UPDATE eveonline.corporations SET name = 'New {name}' WHERE id = {corp}; UPDATE eveonline.alliances SET ticker = 'NEW' WHERE id = {alliance}");
        await site.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), site.Now, [1]));
        await site.RunJobAsync("groupmanagement.follow-renames");

        Assert.Equal([$"{name} NEW", $"Corp New {name}"], (await site.GroupsOfAsync(user)).OrderBy(g => g.StartsWith("Corp", StringComparison.Ordinal)));
        var after = await site.SendAsync(new FindStandings([user], before[0].Groups));
        Assert.Equal(before[0].Groups.Order(ByNumber), after[0].Groups.Order(ByNumber));
    }

    [Fact]
    public async Task A_corporation_cannot_rename_itself_into_a_group_made_by_hand()
    {
        var (state, _, corp, name) = await site.FurnishAsync();
        var user = await site.UserAsync(state, corp);
        await site.KeepAllAsync();
        var directors = await site.SendAsync(new CreateGroup($"Corp Directors {name}"));

        await site.RunAsync($"UPDATE eveonline.corporations SET name = 'Directors {name}' WHERE id = {corp}");
        await site.PublishAsync(new CharacterAffiliationChanged(Guid.CreateVersion7(), site.Now, [1]));
        await site.KeepAllAsync();

        Assert.Equal([$"Corp Directors {name}_1"], await site.GroupsOfAsync(user));
        Assert.Empty(await site.MembersAsync(directors));
    }

    private static readonly Comparer<GroupId> ByNumber = Comparer<GroupId>.Create((a, b) => a.Value.CompareTo(b.Value));
}
