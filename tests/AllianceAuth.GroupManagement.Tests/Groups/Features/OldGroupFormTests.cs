using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

/// <summary>Forms that were open while memberships changed elsewhere.</summary>
public sealed class OldGroupFormTests(GroupSite site) : IClassFixture<GroupSite>
{
    [Fact]
    public async Task Saving_an_old_form_of_a_group_undoes_nobody_s_joining_or_leaving()
    {
        var (warden, stays, leaves, isRemoved, joins) = (await site.WardenAsync(), await site.MemberAsync(), await site.MemberAsync(), await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, stays.User, leaves.User, isRemoved.User);
        var form = await warden.OpenAsync($"/admin/groupmanagement/group/{group.Id}/change/");
        await site.PutInAsync(group.Id, joins.User);
        await TakeOutAsync(leaves.User, group.Id);

        form.Find($"input[name=members][value='{isRemoved.User}']").RemoveAttribute("checked");
        await form.SubmitAsync("#group-form");

        Assert.Equal(
            [(stays.User, true), (leaves.User, false), (isRemoved.User, false), (joins.User, true)],
            [await InAsync(stays), await InAsync(leaves), await InAsync(isRemoved), await InAsync(joins)]);

        async Task<(UserId, bool)> InAsync(GroupPilot pilot) => (pilot.User, await site.IsInAsync(pilot.User, group.Id));
    }

    [Fact]
    public async Task A_form_that_comes_back_with_a_mistake_still_knows_how_it_was_drawn()
    {
        var (warden, leaves, joins) = (await site.WardenAsync(), await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        await site.PutInAsync(group.Id, leaves.User);
        var form = await warden.OpenAsync($"/admin/groupmanagement/group/{group.Id}/change/");
        form.Find($"input[name=members][value='{leaves.User}']").RemoveAttribute("checked");
        await site.PutInAsync(group.Id, joins.User);

        var again = await form.SubmitAsync("#group-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "" });
        await again.SubmitAsync("#group-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = group.Name });

        Assert.False(await site.IsInAsync(leaves.User, group.Id));
        Assert.True(await site.IsInAsync(joins.User, group.Id));
    }

    [Fact]
    public async Task Saving_an_old_form_of_a_user_undoes_nothing_either()
    {
        var (warden, pilot) = (await site.WardenAsync(), await site.MemberAsync());
        var (left, joined, ticked, unticked) = (await site.GroupAsync(), await site.GroupAsync(), await site.GroupAsync(), await site.GroupAsync());
        await site.PutInAsync(left.Id, pilot.User);
        await site.PutInAsync(unticked.Id, pilot.User);
        var form = await warden.OpenAsync($"/admin/authentication/user/{pilot.User}/change/");
        await site.PutInAsync(joined.Id, pilot.User);
        await TakeOutAsync(pilot.User, left.Id);

        form.Find($"input[name=groups][value='{ticked.Id}']").SetAttribute("checked", "checked");
        form.Find($"input[name=groups][value='{unticked.Id}']").RemoveAttribute("checked");
        await form.SubmitAsync("#user-form");

        Assert.Equal(
            [(left.Name, false), (joined.Name, true), (ticked.Name, true), (unticked.Name, false)],
            [await InAsync(left), await InAsync(joined), await InAsync(ticked), await InAsync(unticked)]);

        async Task<(string, bool)> InAsync(TestGroup group) => (group.Name, await site.IsInAsync(pilot.User, group.Id));
    }

    private Task TakeOutAsync(UserId user, GroupId group) => site.SendAsync(new RemoveFromGroups([new Membership(user, group)], Actor: null, "test"));
}
