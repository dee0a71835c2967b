using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Domain;

public sealed class GroupRulesTests
{
    private static readonly GroupId Wing = new(7);
    private static readonly StateId Member = new(3);
    private static readonly StateId Blue = new(2);

    [Fact, Rule("GRP-004")]
    public void A_new_group_is_internal_and_hidden()
    {
        var rules = new SelfServiceGroup(Wing).ToRules("Wing", isRestricted: false);

        Assert.True(rules.IsInternal);
        Assert.True(rules.IsHidden);
        Assert.False(rules.IsOpen || rules.IsPublic);
    }

    [Fact, Rule("GRP-010")]
    public void Who_may_not_request_groups_could_join_public_ones_only()
    {
        var guest = User();
        var member = User(permission: GroupManagementPermissions.RequestGroups);

        Assert.False(Open().IsJoinableFor(guest));
        Assert.True((Open() with { IsPublic = true }).IsJoinableFor(guest));
        Assert.True(Open().IsJoinableFor(member));
    }

    [Fact, Rule("GRP-011"), Rule("GRP-012")]
    public void A_hidden_group_is_not_listed_and_can_be_joined_all_the_same()
    {
        var hidden = Open() with { IsHidden = true };
        var member = User(permission: GroupManagementPermissions.RequestGroups);

        Assert.False(hidden.IsListedFor(member));
        Assert.Null(hidden.DecideJoin(member, hasRequest: false).Refusal);
    }

    [Theory, Rule("GRP-013")]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public void An_internal_group_is_never_joinable_whatever_else_it_is(bool open, bool isPublic, bool hidden)
    {
        var group = Open() with { IsInternal = true, IsOpen = open, IsPublic = isPublic, IsHidden = hidden };
        var user = User(permission: GroupManagementPermissions.RequestGroups);

        Assert.False(group.IsJoinableFor(user));
        Assert.Equal("groupmanagement.join.internal", group.DecideJoin(user, hasRequest: false).Refusal?.Code);
    }

    [Fact, Rule("GRP-014")]
    public void An_open_public_group_still_refuses_a_state_it_does_not_list()
    {
        var group = Open() with { IsPublic = true, States = [Blue] };

        Assert.Equal("groupmanagement.join.state", group.DecideJoin(User(), hasRequest: false).Refusal?.Code);
        Assert.Null(group.DecideJoin(User(state: Blue), hasRequest: false).Refusal);
    }

    [Fact, Rule("GRP-016")]
    public void Whoever_is_in_cannot_join_again()
    {
        Assert.Equal("groupmanagement.join.member", Open().DecideJoin(User(isIn: Wing), hasRequest: false).Refusal?.Code);
    }

    [Fact, Rule("GRP-017")]
    public void Joining_needs_the_permission_unless_the_group_is_public()
    {
        Assert.Equal("groupmanagement.join.permission", Open().DecideJoin(User(), hasRequest: false).Refusal?.Code);
        Assert.Null((Open() with { IsPublic = true }).DecideJoin(User(), hasRequest: false).Refusal);
    }

    [Fact, Rule("GRP-018")]
    public void An_open_group_lets_in_at_once_even_past_a_request_from_before()
    {
        var decision = Open().DecideJoin(User(permission: GroupManagementPermissions.RequestGroups), hasRequest: true);

        Assert.Null(decision.Refusal);
        Assert.False(decision.NeedsLeader);
    }

    [Fact, Rule("GRP-019"), Rule("GRP-020")]
    public void Other_groups_ask_their_leaders_once()
    {
        var group = Open() with { IsOpen = false };
        var user = User(permission: GroupManagementPermissions.RequestGroups);

        Assert.True(group.DecideJoin(user, hasRequest: false) is { Refusal: null, NeedsLeader: true });
        Assert.Equal("groupmanagement.join.pending", group.DecideJoin(user, hasRequest: true).Refusal?.Code);
    }

    [Fact, Rule("GRP-015")]
    public void What_cannot_be_joined_is_said_before_anything_else_is_asked()
    {
        var group = Open() with { IsInternal = true, States = [Blue] };

        Assert.Equal("groupmanagement.join.internal", group.DecideJoin(User(isIn: Wing), hasRequest: true).Refusal?.Code);
        Assert.Equal("groupmanagement.join.state", (group with { IsInternal = false }).DecideJoin(User(isIn: Wing), hasRequest: true).Refusal?.Code);
    }

    [Fact, Rule("GRP-023")]
    public void An_internal_group_cannot_be_left()
    {
        var group = Open() with { IsInternal = true };

        Assert.Equal("groupmanagement.leave.internal", group.DecideLeave(User(isIn: Wing), hasRequest: false, autoLeave: true).Refusal?.Code);
    }

    [Fact, Rule("GRP-024")]
    public void Whoever_is_not_in_cannot_leave()
    {
        Assert.Equal("groupmanagement.leave.notmember", Open().DecideLeave(User(), hasRequest: false, autoLeave: false).Refusal?.Code);
    }

    [Fact, Rule("GRP-025")]
    public void An_open_group_is_left_at_once()
    {
        Assert.True(Open().DecideLeave(User(isIn: Wing), hasRequest: true, autoLeave: false) is { Refusal: null, NeedsLeader: false });
    }

    [Fact, Rule("GRP-026"), Rule("GRP-027"), Rule("GRP-028")]
    public void Other_groups_are_left_by_request_or_at_once_where_the_site_says_so()
    {
        var group = Open() with { IsOpen = false };
        var user = User(isIn: Wing);

        Assert.True(group.DecideLeave(user, hasRequest: false, autoLeave: false) is { Refusal: null, NeedsLeader: true });
        Assert.True(group.DecideLeave(user, hasRequest: false, autoLeave: true) is { Refusal: null, NeedsLeader: false });
        Assert.Equal("groupmanagement.leave.pending", group.DecideLeave(user, hasRequest: true, autoLeave: true).Refusal?.Code);
    }

    [Fact, Rule("GRP-029")]
    public void Leaving_needs_neither_permission_nor_state()
    {
        var group = Open() with { States = [Blue] };

        Assert.Null(group.DecideLeave(User(isIn: Wing), hasRequest: false, autoLeave: false).Refusal);
    }

    [Fact, Rule("GRP-031")]
    public void The_permission_and_being_a_superuser_manage_every_group()
    {
        Assert.True(Open().IsManagedBy(User(permission: GroupManagementPermissions.ManageAll)));
        Assert.True(Open().IsManagedBy(User() with { IsSuperuser = true }));
        Assert.False(Open().IsManagedBy(User()));
    }

    [Fact, Rule("GRP-032"), Rule("GRP-033")]
    public void Leaders_and_members_of_leader_groups_manage_without_being_in_the_group()
    {
        var group = Open() with { Leaders = [new UserId(5)], LeaderGroups = [new GroupId(9)] };

        Assert.True(group.IsManagedBy(User(id: 5)));
        Assert.True(group.IsManagedBy(User(id: 6, isIn: new GroupId(9))));
        Assert.False(group.IsManagedBy(User(id: 6)));
    }

    [Fact, Rule("GRP-032")]
    public void Leading_a_leader_group_without_being_in_it_gives_nothing()
    {
        var officers = Open() with { Id = new GroupId(9), Leaders = [new UserId(5)] };
        var wing = Open() with { LeaderGroups = [officers.Id] };

        Assert.True(officers.IsManagedBy(User(id: 5)));
        Assert.False(wing.IsManagedBy(User(id: 5)));
    }

    [Fact, Rule("GRP-036")]
    public void Whoever_may_decide_everything_leads_nothing_by_that_alone()
    {
        Assert.False(Open().IsLedBy(User(permission: GroupManagementPermissions.ManageAll)));
        Assert.True((Open() with { Leaders = [new UserId(1)] }).IsLedBy(User(permission: GroupManagementPermissions.ManageAll)));
    }

    [Fact, Rule("GRP-048")]
    public void A_group_admits_each_of_its_states()
    {
        var group = Open() with { States = [Blue, Member] };

        Assert.True(group.Admits(Blue));
        Assert.True(group.Admits(Member));
        Assert.False(group.Admits(new StateId(1)));
    }

    [Fact]
    public void A_group_is_secret_only_where_nobody_could_have_seen_it()
    {
        var pilot = User(permission: GroupManagementPermissions.RequestGroups);

        Assert.True((Open() with { IsInternal = true }).IsSecretFrom(pilot));
        Assert.True((Open() with { IsHidden = true, States = [Blue] }).IsSecretFrom(pilot));
        Assert.False((Open() with { IsHidden = true }).IsSecretFrom(pilot));
        Assert.False((Open() with { States = [Blue] }).IsSecretFrom(pilot));
        Assert.False((Open() with { IsInternal = true }).IsSecretFrom(User(isIn: Wing)));
    }

    [Fact]
    public void A_request_to_join_is_granted_only_where_the_state_of_now_is_admitted_and_one_to_leave_always()
    {
        var group = Open() with { States = [Blue] };

        Assert.Equal("groupmanagement.decide.state", group.FindGrantRefusal(isLeave: false, Member, "Member")?.Code);
        Assert.Null(group.FindGrantRefusal(isLeave: false, Blue, "Blue"));
        Assert.Null(group.FindGrantRefusal(isLeave: true, Member, "Member"));
        Assert.Equal("groupmanagement.decide.internal", (group with { IsInternal = true }).FindGrantRefusal(isLeave: false, Blue, "Blue")?.Code);
    }

    private static GroupRules Open() => new() { Id = Wing, Name = "Wing", IsInternal = false, IsHidden = false, IsOpen = true };

    private static AccessSnapshot User(int id = 1, StateId? state = null, string? permission = null, GroupId? isIn = null) => new()
    {
        User = new UserId(id),
        UserName = "pilot",
        IsActive = true,
        State = state ?? Member,
        StateName = "Member",
        Permissions = new HashSet<string>(permission is null ? [] : [permission], StringComparer.Ordinal),
        Groups = isIn is { } group ? [new GroupMembership(group, "Wing")] : [],
    };
}
