using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

/// <summary>The pages of smart groups as an admin, a leader and a pilot use them, without script.</summary>
public sealed class SmartGroupPagesTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private const string Password = "stillborn-comet-84-lantern";

    [Fact]
    public async Task An_admin_puts_a_smart_group_together_looks_and_saves_and_the_history_tells()
    {
        var (admin, _) = await RootAsync();
        var state = await site.StateAsync();
        var users = await site.UsersAsync(3, state, null);
        var group = await GroupAsync();

        var page = await admin.OpenAsync("/admin/groupmanagement/smartgroup/add/");
        page = await SendAsync(page, "add:0", new() { ["group"] = $"{group}", ["mode"] = "automatic", ["new-0"] = "authentication.filter.state" });
        page = await SendAsync(page, "preview", new() { ["f0-states"] = $"{state}" });
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("+ 3", page.Text(".tile b"), StringComparison.Ordinal);
        Assert.Empty(await site.MembersAsync(group));

        page = await SendAsync(page, "save");
        await site.DeliverEventsAsync();

        Assert.Equal("/admin/groupmanagement/smartgroup/", page.Address.AbsolutePath);
        Assert.Equal(users, await site.MembersAsync(group));
        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM admin.changes WHERE app = 'groupmanagement' AND model = 'smartgroup' AND item = '{group}'"));
    }

    [Fact]
    public async Task Saving_what_nobody_looked_at_shows_it_first()
    {
        var (admin, _) = await RootAsync();
        var state = await site.StateAsync();
        var members = await site.UsersAsync(2, new StateId(1), null);
        var group = await site.SmartGroupAsync(new FilterLeaf("authentication.filter.state", FilterParameters.Of("states", "1")), SmartGroupMode.Gate);
        await site.SendAsync(new AddToGroups([.. members.Select(m => new Membership(m, group))], null, "test"));

        var page = await admin.OpenAsync($"/admin/groupmanagement/smartgroup/{group}/change/");
        page = await SendAsync(page, "save", new() { ["f0-states"] = $"{state}" });

        Assert.Contains(site.Say("groupmanagement.smart.mustlook"), page.Text("#smart-page"), StringComparison.Ordinal);
        Assert.Equal(2, (await site.MembersAsync(group)).Count);

        await SendAsync(page, "save", new() { ["f0-states"] = $"{state}" });
        await site.DeliverEventsAsync();
        Assert.Empty(await site.MembersAsync(group));
    }

    [Fact]
    public async Task A_form_without_filters_or_with_a_wrong_number_comes_back_with_the_reason()
    {
        var (admin, _) = await RootAsync();
        var group = await GroupAsync();

        var page = await admin.OpenAsync("/admin/groupmanagement/smartgroup/add/");
        var empty = await SendAsync(page, "save", new() { ["group"] = $"{group}", ["grace"] = "500" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.Status);
        Assert.Contains(site.Say("groupmanagement.smart.empty"), empty.Text("#smart-page"), StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.smart.grace.wrong", "90"), empty.Text("#smart-page"), StringComparison.Ordinal);

        var filled = await SendAsync(page, "add:0", new() { ["group"] = $"{group}", ["new-0"] = "authentication.filter.age" });
        var wrong = await SendAsync(filled, "save", new() { ["group"] = $"{group}", ["f0-days"] = "-4" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains(site.Say("groupmanagement.smart.field.number", "1", "10000"), wrong.Text("#smart-page"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_keeps_its_fields_when_the_one_before_it_goes_and_Enter_removes_none()
    {
        var (admin, _) = await RootAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(await site.StateAsync()));
        var page = await admin.OpenAsync($"/admin/groupmanagement/smartgroup/{group}/change/");
        page = await SendAsync(page, "add:0", new() { ["new-0"] = "authentication.filter.age" });
        Assert.Equal("keep", page.Find("button[form=smart-form], #smart-form button").GetAttribute("value"));

        page = await SendAsync(page, "remove:0:0", new() { ["f1-days"] = "12" });

        Assert.Equal("12", page.Find("[name=f1-days]").GetAttribute("value"));
        Assert.Single(page.Document.QuerySelectorAll("#smart-form fieldset[id]"));
        page = await SendAsync(page, "keep");
        Assert.Equal("12", page.Find("[name=f1-days]").GetAttribute("value"));
    }

    [Fact]
    public async Task Groups_that_would_wait_for_each_other_are_refused()
    {
        var (admin, _) = await RootAsync();
        var one = await site.SmartGroupAsync(KeepingSite.InState(await site.StateAsync()));
        var other = await site.SmartGroupAsync(new FilterLeaf("authentication.filter.groups", FilterParameters.Of("groups", $"{one}")));

        var page = await admin.OpenAsync($"/admin/groupmanagement/smartgroup/{one}/change/");
        page = await SendAsync(page, "add:0", new() { ["new-0"] = "authentication.filter.groups" });
        page = await SendAsync(page, "save", new() { ["f1-groups"] = $"{other}" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("→", page.Text("#smart-page"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_with_an_old_page_does_not_overwrite_another()
    {
        var (admin, _) = await RootAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(await site.StateAsync()));
        var old = await admin.OpenAsync($"/admin/groupmanagement/smartgroup/{group}/change/");
        await SendAsync(await admin.OpenAsync($"/admin/groupmanagement/smartgroup/{group}/change/"), "save", new() { ["grace"] = "2" });

        var page = await SendAsync(old, "save", new() { ["grace"] = "9" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(2, await site.DbAsync(db => db.SmartGroups.Where(g => g.Id == group).Select(g => g.GraceDays).SingleAsync()));
    }

    [Fact]
    public async Task A_pilot_reads_which_filter_they_fail_and_what_to_do()
    {
        var pilot = await PilotAsync();
        var group = await site.SmartGroupAsync(new FilterBranch(
            FilterJoin.All,
            [
                new FilterLeaf("authentication.filter.age", FilterParameters.Of("days", "30")),
                new FilterLeaf("authentication.filter.characters", FilterParameters.Of("least", "1"), isNegated: true),
            ]),
            SmartGroupMode.Gate);
        await site.DbAsync(async db =>
        {
            var own = await db.Groups.SingleAsync(g => g.Id == group);
            own.IsPublic = true;
            return await db.SaveChangesAsync();
        });
        var page = await pilot.OpenAsync($"/group/smart/{group}/");

        Assert.Contains(site.Say("authentication.filter.age.demand", "30"), page.Text("#block-0"), StringComparison.Ordinal);
        Assert.Contains(site.Say("authentication.filter.age.advice"), page.Text("#block-0"), StringComparison.Ordinal);
        Assert.Contains(site.Say("groupmanagement.smart.verdict.fails"), page.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_group_that_is_not_smart_or_not_theirs_to_know_is_not_there()
    {
        var pilot = await PilotAsync();
        var secret = await site.SmartGroupAsync(KeepingSite.InState(await site.StateAsync()));
        await site.DbAsync(async db =>
        {
            (await db.Groups.SingleAsync(g => g.Id == secret)).IsInternal = true;
            return await db.SaveChangesAsync();
        });

        Assert.Equal(HttpStatusCode.NotFound, (await pilot.GetAsync($"/group/smart/{secret}/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pilot.GetAsync($"/group/smart/{await GroupAsync()}/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await pilot.GetAsync("/group/smart/2147483000/")).Status);
    }

    [Fact]
    public async Task Joining_is_refused_to_who_fails_and_in_an_automatic_group_to_everybody()
    {
        var (pilot, user) = await RootAsync();
        var state = await site.StateAsync();
        var gate = await site.SmartGroupAsync(KeepingSite.InState(state), SmartGroupMode.Gate);
        var automatic = await site.SmartGroupAsync(KeepingSite.InState(state));

        var page = await pilot.OpenAsync($"/group/request/join/{gate}/");
        Assert.Contains(site.Say("groupmanagement.join.filter", await NameAsync(gate)), page.Text("main"), StringComparison.Ordinal);
        page = await pilot.OpenAsync($"/group/request/join/{automatic}/");
        Assert.Contains(site.Say("groupmanagement.join.automatic", await NameAsync(automatic)), page.Text("main"), StringComparison.Ordinal);

        await site.SetAsync([user], $"state = {state}");
        page = await (await pilot.OpenAsync($"/group/request/join/{gate}/")).SubmitAsync($"form[action='/group/request/join/{gate}/']");
        Assert.Equal([user], await site.MembersAsync(gate));
    }

    [Fact]
    public async Task Held_removals_wait_for_a_person_and_go_when_one_agrees()
    {
        var (admin, _) = await RootAsync();
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var members = await site.UsersAsync(30, state, null);
        await site.KeepAllAsync();
        await site.SetAsync(members, "state = 1");
        await site.KeepAllAsync();
        Assert.Equal(30, (await site.MembersAsync(group)).Count);

        var page = await admin.OpenAsync($"/group/smart/{group}/");
        Assert.Contains("30", page.Text("#held"), StringComparison.Ordinal);
        await page.SubmitAsync("#apply-held form");
        await site.DeliverEventsAsync();

        Assert.Empty(await site.MembersAsync(group));
    }

    [Fact]
    public async Task Nobody_else_releases_held_removals_by_a_hand_made_post()
    {
        var (pilot, user) = await RootAsync();
        var state = await site.StateAsync();
        var group = await site.SmartGroupAsync(KeepingSite.InState(state));
        var members = await site.UsersAsync(30, state, null);
        await site.KeepAllAsync();
        await site.SetAsync(members, "state = 1");
        await site.KeepAllAsync();
        var page = await pilot.OpenAsync($"/group/smart/{group}/");
        await DemoteAsync(user);

        var answer = await page.SubmitAsync("#apply-held form");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(30, (await site.MembersAsync(group)).Count);
    }

    private async Task<Visitor> PilotAsync()
    {
        var (pilot, user) = await RootAsync();
        await DemoteAsync(user);
        return pilot;
    }

    /// <summary>Takes the rights of a superuser; joining a group makes the site read the access anew.</summary>
    private async Task DemoteAsync(UserId user)
    {
        await site.SetAsync([user], "is_superuser = false, is_staff = false");
        await site.SendAsync(new AddToGroups([new Membership(user, await GroupAsync())], null, "test"));
    }

    private async Task<GroupId> GroupAsync()
    {
        var group = await site.SendAsync(new CreateGroup($"Plain {site.Next()}"));
        await site.DeliverEventsAsync();
        return group;
    }

    private async Task<string> NameAsync(GroupId group) => (await site.SendAsync(new FindGroups([group]))).Single().Name;

    private static Task<VisitedPage> SendAsync(VisitedPage page, string press, Dictionary<string, string>? values = null)
    {
        values ??= [];
        values["do"] = press;
        return page.SubmitAsync("#smart-form", values);
    }

    private async Task<(Visitor Visitor, UserId User)> RootAsync()
    {
        var name = $"root{site.Next()}";
        await site.SendAsync(new CreateSuperuser(name, "", Password));
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(name, Password);
        return (visitor, new UserId(await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{name}'")));
    }
}
