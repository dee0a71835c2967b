using System.Net;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Groups.Features;

/// <summary>Names that an admin types into the form of a group.</summary>
public sealed class GroupFormNamesTests(GroupSite site) : IClassFixture<GroupSite>
{
    private const string List = "/admin/groupmanagement/group/";

    [Fact]
    public async Task Enter_takes_the_names_into_the_form_and_saves_nothing()
    {
        var (warden, one, two) = (await site.WardenAsync(), await site.MemberAsync(), await site.MemberAsync());
        var group = await site.GroupAsync();
        var form = await warden.OpenAsync($"{List}{group.Id}/change/");
        Assert.Equal("take", form.Find("button[form=group-form], #group-form button").GetAttribute("value"));

        var taken = await form.SubmitAsync("#group-form", Fields(("do", "take"), ("members_add", $"{one.Name}, {two.Name}; Nobody Atall")));

        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.NotNull(taken.Document.QuerySelector($"input[name=members][value='{one.User}']"));
        Assert.NotNull(taken.Document.QuerySelector($"input[name=members][value='{two.User}']"));
        Assert.Equal("Nobody Atall", taken.Find("input[name=members_add]").GetAttribute("value"));
        Assert.Contains(site.Say("groupmanagement.edit.unknown", "Nobody Atall"), taken.AllText, StringComparison.Ordinal);
        Assert.False(await site.IsInAsync(one.User, group.Id));

        await taken.SubmitAsync("#group-form", Fields(("members_add", "")));
        Assert.True(await site.IsInAsync(one.User, group.Id));
        Assert.True(await site.IsInAsync(two.User, group.Id));
    }

    [Fact]
    public async Task Enter_in_a_form_that_is_half_filled_makes_no_group_and_tells_off_for_nothing()
    {
        var warden = await site.WardenAsync();

        var taken = await (await warden.OpenAsync($"{List}add/")).SubmitAsync("#group-form", Fields(("name", ""), ("description", "Half"), ("do", "take")));

        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.Empty(taken.Document.QuerySelectorAll("#group-form .error"));
        Assert.Equal("Half", taken.Find("textarea[name=description]").TextContent);
    }

    [Fact]
    public async Task A_group_whose_name_has_a_comma_is_found_as_a_whole()
    {
        var warden = await site.WardenAsync();
        var officers = await site.GroupAsync(name: "Scouts, Hunters");
        var group = await site.GroupAsync();

        var taken = await (await warden.OpenAsync($"{List}{group.Id}/change/")).SubmitAsync("#group-form", Fields(("do", "take"), ("leadergroups_add", officers.Name)));

        Assert.NotNull(taken.Document.QuerySelector($"input[name=leadergroups][value='{officers.Id}']"));
    }

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
}
