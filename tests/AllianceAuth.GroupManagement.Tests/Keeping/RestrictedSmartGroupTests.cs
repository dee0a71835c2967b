using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>Filters decide who is in a group, and so does deleting it: of a restricted one only superusers do either.</summary>
public sealed class RestrictedSmartGroupTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private const string Password = "stillborn-comet-84-lantern";
    private const string List = "/admin/groupmanagement/smartgroup/";

    [Fact, Rule("ADM-006")]
    public async Task Staff_put_nobody_into_a_restricted_group_by_filters()
    {
        var staff = await StaffAsync();
        var state = await site.StateAsync();
        await site.UserAsync(state, null);
        var group = await GroupAsync();
        var page = await SendAsync(await staff.OpenAsync($"{List}add/"), "add:0", new() { ["group"] = $"{group}", ["mode"] = "automatic", ["new-0"] = "authentication.filter.state" });
        page = await SendAsync(page, "preview", new() { ["f0-states"] = $"{state}" });
        await site.SendAsync(new RestrictGroup(group, true, null));

        var answer = await SendAsync(page, "save");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(await RefusalAsync(group), answer.Text("#smart-page"), StringComparison.Ordinal);
        Assert.False(await site.DbAsync(db => db.SmartGroups.AnyAsync(g => g.Id == group)));
        Assert.Empty(await site.MembersAsync(group));
    }

    [Fact, Rule("ADM-006")]
    public async Task Staff_empty_no_restricted_group_by_other_filters()
    {
        var staff = await StaffAsync();
        var (state, other) = (await site.StateAsync(), await site.StateAsync());
        var user = await site.UserAsync(state, null);
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        await site.KeepAllAsync();
        await site.SendAsync(new RestrictGroup(group, true, null));

        var page = await staff.OpenAsync($"{List}{group}/change/");
        Assert.Contains(await RefusalAsync(group), page.Text("#smart-page"), StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#smart-form button[value=save]"));
        page = await SendAsync(page, "preview", new() { ["f0-states"] = $"{other}" });
        var answer = await SendAsync(page, "save");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal([user], await site.MembersAsync(group));
    }

    [Fact, Rule("ADM-006")]
    public async Task Staff_delete_neither_a_restricted_group_nor_its_filters_and_a_superuser_does()
    {
        var (staff, root) = (await StaffAsync(), await RootAsync());
        var group = await site.SmartGroupAsync(KeepingSite.InState(await site.StateAsync()));
        await site.SendAsync(new RestrictGroup(group, true, null));
        string[] addresses = [$"{List}{group}/delete/", $"/admin/groupmanagement/group/{group}/delete/"];

        foreach (var address in addresses)
        {
            var question = await staff.OpenAsync(address);
            Assert.Contains(await RefusalAsync(group), question.AllText, StringComparison.Ordinal);
            await staff.PostAsync(address, [new("__RequestVerificationToken", question.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!)]);
        }

        Assert.True(await site.DbAsync(db => db.SmartGroups.AnyAsync(g => g.Id == group)));
        Assert.Single(await site.SendAsync(new FindGroups([group])));

        foreach (var address in addresses)
        {
            await (await root.OpenAsync(address)).SubmitAsync("#confirm-form", button: "button");
        }

        Assert.Empty(await site.SendAsync(new FindGroups([group])));
    }

    private async Task<string> RefusalAsync(GroupId group) =>
        site.Say("groupmanagement.edit.restricted.refused", (await site.SendAsync(new FindGroups([group]))).Single().Name);

    private async Task<GroupId> GroupAsync()
    {
        var group = await site.SendAsync(new CreateGroup($"Guarded {site.Next()}"));
        await site.DeliverEventsAsync();
        return group;
    }

    private async Task<Visitor> StaffAsync()
    {
        var (visitor, user) = await SignInAsync();
        await site.SetAsync([user], "is_superuser = false, is_staff = true");
        var rights = await GroupAsync();
        await site.SendAsync(new SetGroupPermissions(
            rights,
            [
                GroupManagementPermissions.ViewSmartGroup, GroupManagementPermissions.AddSmartGroup, GroupManagementPermissions.ChangeSmartGroup, "groupmanagement.delete_smartgroup",
                GroupManagementPermissions.ViewAuthGroup, GroupManagementPermissions.ViewGroup, GroupManagementPermissions.DeleteAuthGroup, GroupManagementPermissions.DeleteGroup,
            ],
            null));
        await site.SendAsync(new AddToGroups([new Membership(user, rights)], null, "test"));
        return visitor;
    }

    private async Task<Visitor> RootAsync() => (await SignInAsync()).Visitor;

    private async Task<(Visitor Visitor, UserId User)> SignInAsync()
    {
        var name = $"root{site.Next()}";
        await site.SendAsync(new CreateSuperuser(name, "", Password));
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(name, Password);
        return (visitor, new UserId(await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{name}'")));
    }

    private static Task<VisitedPage> SendAsync(VisitedPage page, string press, Dictionary<string, string>? values = null)
    {
        values ??= [];
        values["do"] = press;
        return page.SubmitAsync("#smart-form", values);
    }
}
