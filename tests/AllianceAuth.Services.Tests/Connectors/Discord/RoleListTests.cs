using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

public sealed class RoleListTests
{
    private static readonly DiscordRole Alpha = new(1, "alpha", 3, Managed: false, 0);
    private static readonly DiscordRole Bravo = new(2, "bravo", 4, Managed: false, 0);
    private static readonly DiscordRole Charlie = new(3, "charlie", 5, Managed: false, 0);
    private static readonly DiscordRole LargeCharlie = new(4, "Charlie", 5, Managed: false, 0);
    private static readonly DiscordRole Mike = new(13, "mike", 6, Managed: true, 0);

    [Fact, Rule("DISC-080")]
    public void Lists_are_the_same_when_their_ids_are()
    {
        RoleList one = new([Alpha, Bravo]);
        RoleList other = new([Bravo with { Name = "renamed" }, Alpha]);

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, new RoleList([Alpha]));
    }

    [Fact, Rule("DISC-080")]
    public void Parts_are_taken_by_id_by_name_and_by_who_manages_them()
    {
        RoleList all = new([Alpha, Charlie, LargeCharlie, Mike]);

        Assert.Equal([1], all.Only([1, 99]).Ids);
        Assert.Equal([13], all.Managed().Ids);
        Assert.Equal([3, 4], all.Named(["CHARLIE"]).Ids);
    }

    [Fact, Rule("DISC-080")]
    public void Union_and_difference_go_by_id()
    {
        RoleList one = new([Alpha, Bravo]);

        Assert.Equal([1, 2, 13], one.Union(new([Bravo, Mike])).Ids);
        Assert.Equal([1], one.Except(new([Bravo, Mike])).Ids);
    }

    [Fact, Rule("DISC-080")]
    public void A_role_is_found_by_a_name_that_is_longer_than_Discord_keeps_it()
    {
        var name = new string('x', 100);

        Assert.Equal(7, new RoleList([new(7, name, 1, Managed: false, 0)]).Find(name + "yz")?.Id);
    }

    [Fact, Rule("DISC-038")]
    public void A_role_is_found_by_exactly_its_name() => Assert.Equal(4, new RoleList([Charlie, LargeCharlie]).Find("Charlie")?.Id);

    [Fact, Rule("DISC-041")]
    public void Roles_that_Discord_manages_and_those_of_reserved_names_are_not_ours() =>
        Assert.Equal([3, 4, 13], RoleRules.Persistent(new([Alpha, Charlie, LargeCharlie, Mike]), ["charlie"]).Ids);

    [Fact, Rule("DISC-042")]
    public void Who_has_what_is_wanted_beside_what_is_not_ours_stays_as_they_are() =>
        Assert.Null(RoleRules.Next(new([Alpha, Charlie, Mike]), new([Alpha]), ["charlie"]));

    [Fact, Rule("DISC-043")]
    public void What_is_not_ours_is_sent_along_with_what_is_wanted() =>
        Assert.Equal([1, 2, 3], RoleRules.Next(new([Alpha, Charlie]), new([Alpha, Bravo]), ["charlie"])!.Ids);

    [Fact, Rule("DISC-071")]
    public void A_managed_role_stays_when_another_is_wanted() =>
        Assert.Equal([2, 13], RoleRules.Next(new([Alpha, Mike]), new([Bravo]), [])!.Ids);

    [Fact, Rule("DISC-071")]
    public void Reserved_roles_stay_whatever_their_case() =>
        Assert.Equal([2, 3, 4], RoleRules.Next(new([Alpha, Charlie, LargeCharlie]), new([Bravo]), ["charlie"])!.Ids);

    [Fact]
    public void The_bot_is_above_what_stands_lower_and_of_equals_above_the_younger()
    {
        var bot = new DiscordRole(50, "bot", 4, Managed: true, 0);
        RoleList all = new([Alpha, bot, Charlie, new(60, "younger", 4, Managed: false, 0), Bravo]);
        BotRank rank = new(Bot: 500, Owner: 900, Guild: 1000, [50]);

        Assert.True(rank.IsAbove(Alpha, all));
        Assert.True(rank.IsAbove(all.Find("younger")!, all));
        Assert.False(rank.IsAbove(Bravo, all));
        Assert.False(rank.IsAbove(Charlie, all));
        Assert.False(rank.IsAbove(user: 900, [], all));
        Assert.True(rank.IsAbove(user: 7, [1], all));
    }

    [Fact]
    public void A_bot_that_is_no_administrator_needs_four_permissions()
    {
        RoleList Roles(long bits) => new([new(50, "bot", 4, Managed: true, bits), new(1000, "@everyone", 0, Managed: false, 0)]);
        BotRank rank = new(Bot: 500, Owner: 900, Guild: 1000, [50]);

        Assert.Empty(rank.Lacking(Roles(8)));
        Assert.Empty(rank.Lacking(Roles(402653187)));
        Assert.Equal(["Kick Members", "Manage Roles"], rank.Lacking(Roles(402653187 & ~(2 | (1L << 28)))));
    }
}
