using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Keeping;

public sealed class AutogroupAdminTests(KeepingSite site) : IClassFixture<KeepingSite>
{
    private const string Password = "stillborn-comet-84-lantern";
    private const string List = "/admin/eve_autogroups/autogroupsconfig/";

    [Fact, Rule("EVE-067")]
    public async Task A_configuration_is_previewed_then_saved_with_its_blanks_and_fills_its_groups()
    {
        var admin = await RootAsync();
        var (state, name) = (await site.StateAsync(), $"House {site.Next()}");
        var user = await site.UserAsync(state, await site.CorporationAsync(name));
        Dictionary<string, string> values = new() { ["states"] = $"{state}", ["corp_groups"] = "true", ["corp_group_prefix"] = "  C " };

        var page = await (await admin.OpenAsync($"{List}add/")).SubmitAsync("#item-form", new Dictionary<string, string>(values) { ["preview"] = "true" });
        Assert.Contains($"C {name}", page.Text("#autogroup-preview"), StringComparison.Ordinal);
        Assert.Empty(await site.GroupsOfAsync(user));

        await (await admin.OpenAsync($"{List}add/")).SubmitAsync("#item-form", values);
        Assert.Equal("  C ", await site.ReadAsync<string>($"SELECT corp_group_prefix FROM groupmanagement.autogroup_configs WHERE {state} = ANY (states)"));
        await site.DeliverEventsAsync();
        await site.KeepAllAsync();
        Assert.Equal([$"C {name}"], await site.GroupsOfAsync(user));
    }

    [Fact, Rule("EVE-066")]
    public async Task After_creation_names_are_fixed_and_states_and_switches_are_not()
    {
        var admin = await RootAsync();
        var (state, other) = (await site.StateAsync(), await site.StateAsync());
        var config = await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true });

        var page = await admin.OpenAsync($"{List}{config}/change/");
        Assert.Empty(page.Document.QuerySelectorAll("#item-form [name=corp_group_prefix], #item-form [name=replace_spaces], #item-form [name=corp_name_source]"));
        var held = page.Document.QuerySelectorAll("#item-form input[type=hidden]").Select(i => KeyValuePair.Create(i.GetAttribute("name")!, i.GetAttribute("value") ?? ""));
        await page.PostAsync($"{List}{config}/change/", [.. held, new("states", $"{other}"), new("corp_group_prefix", "Forged "), new("replace_spaces", "true"), new("corp_groups", "true")]);

        var after = await site.DbAsync(db => db.AutogroupConfigs.AsNoTracking().SingleAsync(c => c.Id == config));
        Assert.Equal("Corp ", after.CorpGroupPrefix);
        Assert.False(after.ReplaceSpaces);
        Assert.Contains(other, after.States);
    }

    [Fact]
    public async Task The_form_shows_which_groups_the_configuration_keeps_and_saving_it_leaves_them()
    {
        var admin = await RootAsync();
        var (state, name) = (await site.StateAsync(), $"Kept {site.Next()}");
        await site.UserAsync(state, await site.CorporationAsync(name));
        var config = await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true });
        await site.KeepAllAsync();

        var page = await admin.OpenAsync($"{List}{config}/change/");

        var kept = page.Text("#inline-groupmanagement-managed-corp-many");
        Assert.Contains($"Corp {name}", kept, StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#inline-groupmanagement-managed-corp-many input"));
        await page.SubmitAsync("#item-form");
        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM groupmanagement.managed_groups WHERE config_id = {config}"));
    }

    [Fact, Rule("ADM-023")]
    public async Task The_list_names_the_states()
    {
        var admin = await RootAsync();
        var state = await site.StateAsync();
        await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true });
        var name = await site.ReadAsync<string>($"SELECT name FROM authentication.states WHERE id = {state}");

        var page = await admin.OpenAsync(List);

        Assert.Contains(name!, page.Text("main"), StringComparison.Ordinal);
    }

    [Fact, Rule("ADM-024")]
    public async Task Managed_groups_are_listed()
    {
        var admin = await RootAsync();
        var (state, name) = (await site.StateAsync(), $"House {site.Next()}");
        await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true });
        await site.UserAsync(state, await site.CorporationAsync(name));
        await site.KeepAllAsync();

        var page = await admin.OpenAsync("/admin/eve_autogroups/managedcorpgroup/");
        Assert.Contains($"Corp {name}", page.Text("main"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await admin.OpenAsync("/admin/eve_autogroups/managedalliancegroup/")).Status);
    }

    [Fact, Rule("EVE-069")]
    public async Task The_dashboard_leaves_automatic_groups_out()
    {
        var name = $"root{site.Next()}";
        await site.SendAsync(new CreateSuperuser(name, "", Password));
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(name, Password);
        var user = new UserId(await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{name}'"));
        var (state, house) = (await site.StateAsync(), $"House {site.Next()}");
        await site.ConfigAsync(new AutogroupConfig { States = [state], CorpGroups = true });
        await site.SetAsync([user], $"state = {state}, main_character_id = {2_140_000_000 + site.Next()}, main_name = 'Root', main_corporation_id = {await site.CorporationAsync(house)}");
        var plain = await site.SendAsync(new CreateGroup($"Plain {site.Next()}"));
        await site.SendAsync(new AddToGroups([new Membership(user, plain)], null, "test"));
        await site.KeepAllAsync();
        Assert.Equal(2, (await site.GroupsOfAsync(user)).Count);

        var page = await visitor.OpenAsync("/dashboard/");

        Assert.Contains("Plain", page.Text("#my-groups"), StringComparison.Ordinal);
        Assert.DoesNotContain(house, page.Text("#my-groups"), StringComparison.Ordinal);
    }

    private async Task<Visitor> RootAsync()
    {
        var name = $"root{site.Next()}";
        await site.SendAsync(new CreateSuperuser(name, "", Password));
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(name, Password);
        return visitor;
    }
}
