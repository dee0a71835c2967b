using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Domain.Autogroups;

public sealed class AutogroupTests
{
    private static readonly EveEntity Corp = new(EntityKind.Corporation, 98, "Silent Harbour", "SLHA");
    private static readonly EveEntity Alliance = new(EntityKind.Alliance, 99, "alliance name", "ALLY");
    private static readonly StateId Member = new(3);
    private static readonly StateId Guest = new(1);

    [Fact, Rule("EVE-047")]
    public void A_group_is_called_prefix_and_name_or_ticker()
    {
        Assert.Equal("Corp Silent Harbour", Config().NameFor(Corp));
        Assert.Equal("Alliance alliance name", Config().NameFor(Alliance));
        Assert.Equal("C-SLHA", new AutogroupConfig { CorpGroupPrefix = "C-", CorpNameSource = NameSource.Ticker }.NameFor(Corp));
        Assert.Equal("ALLY", new AutogroupConfig { AllianceGroupPrefix = "", AllianceNameSource = NameSource.Ticker }.NameFor(Alliance));
    }

    [Theory, Rule("EVE-048")]
    [InlineData("_", "Alliance_alliance_name")]
    [InlineData("", "Alliancealliancename")]
    public void Blanks_of_the_whole_name_are_replaced_after_trimming(string by, string expected) =>
        Assert.Equal(expected, new AutogroupConfig { AllianceGroupPrefix = " Alliance ", ReplaceSpaces = true, ReplaceSpacesWith = by }.NameFor(Alliance));

    [Fact, Rule("EVE-048")]
    public void Without_replacing_the_name_is_used_untrimmed() =>
        Assert.Equal("  Corp Silent Harbour", new AutogroupConfig { CorpGroupPrefix = "  Corp " }.NameFor(Corp));

    [Fact, Rule("EVE-049")]
    public void An_unknown_name_source_is_an_error() =>
        Assert.Throws<InvalidOperationException>(() => new AutogroupConfig { CorpNameSource = (NameSource)9 }.NameFor(Corp));

    [Fact]
    public void A_number_behind_a_long_name_still_fits()
    {
        Assert.Equal("Corp A", GroupNames.Numbered("Corp A", 0));
        Assert.Equal("Corp A_2", GroupNames.Numbered("Corp A", 2));
        Assert.Equal(150, GroupNames.Numbered(new string('x', 150), 12).Length);
    }

    [Fact, Rule("EVE-052")]
    public void A_user_is_entitled_by_the_state_they_are_in()
    {
        Assert.Equal(98, Config().EntityFor(EntityKind.Corporation, Member, 98, 99));
        Assert.Null(Config().EntityFor(EntityKind.Corporation, Guest, 98, 99));
    }

    [Fact, Rule("EVE-053")]
    public void An_entitled_user_is_in_the_group_of_the_mains_corporation_and_in_no_other()
    {
        var (joining, leaving) = Compare(User(1, Member, 98, 99, groups: [11]));

        Assert.Equal([new Membership(new UserId(1), new GroupId(10)), new Membership(new UserId(1), new GroupId(20))], joining);
        Assert.Equal([new Membership(new UserId(1), new GroupId(11))], leaving);
    }

    [Fact, Rule("EVE-054")]
    public void A_main_without_an_alliance_is_in_no_alliance_group()
    {
        var (joining, leaving) = Compare(User(1, Member, 98, null, groups: [10, 20]));

        Assert.Empty(joining);
        Assert.Equal([new Membership(new UserId(1), new GroupId(20))], leaving);
    }

    [Theory, Rule("EVE-055")]
    [InlineData(1, 500L)]
    [InlineData(3, null)]
    public void Without_the_state_or_without_a_main_the_user_leaves_all_groups(int state, long? main)
    {
        var (joining, leaving) = Compare(new UserStanding(new UserId(1), true, new StateId(state), main, main is null ? null : 98, main is null ? null : 99, [new GroupId(10), new GroupId(20)]));

        Assert.Empty(joining);
        Assert.Equal(2, leaving.Count);
    }

    [Fact, Rule("EVE-055")]
    public void Switched_off_the_feature_takes_everybody_out()
    {
        var off = Config();
        off.CorpGroups = false;

        var (_, leaving) = Compare([off], User(1, Member, 98, 99, groups: [10, 20]));

        Assert.Equal([new Membership(new UserId(1), new GroupId(10))], leaving);
    }

    [Fact, Rule("EVE-057")]
    public void A_state_without_a_configuration_takes_the_user_out_of_all_of_them()
    {
        var (_, leaving) = Compare(User(1, new StateId(77), 98, 99, groups: [10, 11, 20]));

        Assert.Equal(3, leaving.Count);
    }

    [Fact]
    public void A_main_whose_corporation_EVE_never_told_us_stays_where_it_is()
    {
        var (joining, leaving) = Compare(User(1, Member, null, null, groups: [10, 20]));

        Assert.Empty(joining);
        Assert.Empty(leaving);
    }

    [Fact, Rule("EVE-050")]
    public void Two_that_share_a_group_share_its_members()
    {
        Dictionary<GroupSlot, GroupId> shared = new() { [new(0, EntityKind.Corporation, 98)] = new(10), [new(0, EntityKind.Corporation, 97)] = new(10) };

        var (joining, leaving) = AutogroupPlan.Compare([Config()], shared, new HashSet<GroupId> { new(10) }, [User(1, Member, 98, null, [10]), User(2, Member, 97, null, [])]);

        Assert.Equal([new Membership(new UserId(2), new GroupId(10))], joining);
        Assert.Empty(leaving);
    }

    [Fact, Rule("EVE-058")]
    public void Only_groups_that_somebody_needs_are_made() =>
        Assert.Equal(
            new HashSet<GroupSlot> { new(0, EntityKind.Corporation, 98), new(0, EntityKind.Alliance, 99) },
            AutogroupPlan.Needed([Config()], [User(1, Member, 98, 99, []), User(2, Guest, 55, 56, [])]));

    private static (IReadOnlyList<Membership> Joining, IReadOnlyList<Membership> Leaving) Compare(params UserStanding[] users) => Compare([Config()], users);

    private static (IReadOnlyList<Membership> Joining, IReadOnlyList<Membership> Leaving) Compare(AutogroupConfig[] configs, params UserStanding[] users) => AutogroupPlan.Compare(
        configs,
        new Dictionary<GroupSlot, GroupId>
        {
            [new(0, EntityKind.Corporation, 98)] = new(10),
            [new(0, EntityKind.Corporation, 97)] = new(11),
            [new(0, EntityKind.Alliance, 99)] = new(20),
        },
        new HashSet<GroupId> { new(10), new(11), new(20) },
        users);

    private static AutogroupConfig Config() => new() { States = [Member], CorpGroups = true, AllianceGroups = true };

    private static UserStanding User(int id, StateId state, long? corporation, long? alliance, int[] groups) =>
        new(new UserId(id), true, state, 500 + id, corporation, alliance, [.. groups.Select(g => new GroupId(g))]);
}
