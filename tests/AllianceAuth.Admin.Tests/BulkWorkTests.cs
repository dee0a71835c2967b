using System.Globalization;
using System.Net;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>What is done to many at once, or to one for good.</summary>
public sealed class BulkWorkTests(AdminSite site) : IClassFixture<AdminSite>
{
    [Fact]
    public async Task More_than_a_hundred_are_worked_through_by_a_job_that_shows_how_far_it_is()
    {
        await site.CorporationsAsync(97_200_000, 150, "Doomed");
        var root = await site.RootAsync();
        var list = await root.OpenAsync($"{AdminSite.Corporations}?q=Doomed");

        var confirm = await root.PostAsync($"{AdminSite.Corporations}act/", [AdminSite.Token(list), new("action", "delete"), new("all", "true"), new("list.q", "Doomed")]);
        Assert.Contains("150", confirm.AllText, StringComparison.Ordinal);
        var run = await confirm.SubmitAsync("#confirm-form", button: "button");
        Assert.StartsWith("/admin/runs/", run.Address.AbsolutePath, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => await site.ReadAsync<long>("SELECT count(*) FROM eveonline.corporations WHERE name LIKE 'Doomed%'") == 0, "all to be deleted");

        await Eventually.TrueAsync(async () => (await root.OpenAsync(run.Address.AbsolutePath)).AllText.Contains("Done to 150", StringComparison.Ordinal), "the page to say so");
        var (other, _) = await site.StaffAsync(AdminSite.AllOfUsers);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(run.Address.AbsolutePath)).Status);
    }

    [Fact, Rule("ADM-036")]
    public async Task States_deleted_together_move_their_users_first()
    {
        var root = await site.RootAsync();
        var name = AdminSite.Unique("Doomed");
        await site.ExecuteAsync($"INSERT INTO authentication.states (name, priority, is_public, revision) VALUES ('{name}', 9001, false, 0)");
        var state = await site.ReadAsync<int>($"SELECT id FROM authentication.states WHERE name = '{name}'");
        var user = await site.UserAsync();
        await site.ExecuteAsync($"UPDATE authentication.users SET state = {state} WHERE id = {user}");
        var list = await root.OpenAsync(AdminSite.States);

        var confirm = await root.PostAsync($"{AdminSite.States}act/", [AdminSite.Token(list), new("action", "delete"), new("items", state.ToString(CultureInfo.InvariantCulture)), new("items", "1")]);
        Assert.Contains(site.Say("authentication.state.guest.delete"), confirm.AllText, StringComparison.Ordinal);
        await confirm.SubmitAsync("#confirm-form", button: "button");

        Assert.Equal(0, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.states WHERE id = {state}"));
        Assert.Equal(1, await site.ReadAsync<int>($"SELECT state FROM authentication.users WHERE id = {user}"));
    }

    [Fact]
    public async Task All_is_asked_about_again_when_the_list_became_another_meanwhile()
    {
        await site.CorporationsAsync(97_700_000, 3, "Shifting");
        var root = await site.RootAsync();
        var list = await root.OpenAsync($"{AdminSite.Corporations}?q=Shifting");
        var question = await root.PostAsync($"{AdminSite.Corporations}act/", [AdminSite.Token(list), new("action", "delete"), new("all", "true"), new("list.q", "Shifting")]);
        // As many as before, but one is another.
        await site.ExecuteAsync("UPDATE eveonline.corporations SET name = 'Calm' WHERE id = 97700001");
        await site.CorporationsAsync(97_700_100, 1, "Shifting");

        var again = await question.SubmitAsync("#confirm-form", button: "button");

        Assert.Contains(site.Say("admin.bulk.changed"), again.AllText, StringComparison.Ordinal);
        Assert.Equal(3, await CountAsync());
        await again.SubmitAsync("#confirm-form", button: "button");
        Assert.Equal(0, await CountAsync());

        Task<long> CountAsync() => site.ReadAsync<long>("SELECT count(*) FROM eveonline.corporations WHERE name LIKE 'Shifting%'");
    }

    [Fact]
    public async Task A_group_goes_under_its_name_and_the_history_keeps_what_it_granted_and_how_many_it_had()
    {
        var name = AdminSite.Unique("Logistics");
        var (group, user) = (await site.GroupAsync(name), await site.UserAsync());
        await site.ExecuteAsync($"INSERT INTO authentication.group_members (group_id, user_id, since) VALUES ({group}, {user}, now()); INSERT INTO authentication.group_permissions (group_id, permission) VALUES ({group}, 'auth.timer_view')");
        await site.DeliverEventsAsync();
        var root = await site.RootAsync();

        var question = await root.OpenAsync($"/admin/groupmanagement/group/{group}/delete/");
        Assert.Contains(name, question.Text("#going"), StringComparison.Ordinal);
        await question.SubmitAsync("#confirm-form", button: "button");
        await site.DeliverEventsAsync();

        var row = Assert.Single((await root.OpenAsync($"/admin/admin/logentry/?q={name}&kind=deleted")).Document.QuerySelectorAll("#changes tbody tr"));
        Assert.Contains("auth.timer_view", row.TextContent, StringComparison.Ordinal);
        Assert.Contains(site.Say("admin.change.from", site.Say("authentication.audit.groupmembers"), "1", "0"), row.TextContent, StringComparison.Ordinal);
    }
}
