using System.Net;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>The page of everything that was changed.</summary>
public sealed class WholeHistoryTests(AdminSite site) : IClassFixture<AdminSite>
{
    private const string Page = "/admin/admin/logentry/";

    [Fact, Rule("ADM-034")]
    public async Task A_change_stands_there_with_who_what_and_links_to_the_thing_and_its_history()
    {
        var (user, name, root, rootName) = await ChangedAsync();

        var page = await root.OpenAsync($"{Page}?q={name}");

        var row = Assert.Single(page.Document.QuerySelectorAll("#changes tbody tr"));
        Assert.Contains(rootName, row.TextContent, StringComparison.Ordinal);
        Assert.Contains("staff: No → Yes", row.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{AdminSite.Users}{user}/change/", row.QuerySelector("td.head a")?.GetAttribute("href"));
        Assert.Contains(row.QuerySelectorAll("a"), a => a.GetAttribute("href") == $"{AdminSite.Users}{user}/history/");
    }

    [Fact]
    public async Task What_is_gone_is_named_with_its_history_and_leads_to_no_form()
    {
        var (user, name, root, _) = await ChangedAsync();
        await (await root.OpenAsync($"{AdminSite.Users}{user}/delete/")).SubmitAsync("#confirm-form", button: "button");
        await site.DeliverEventsAsync();

        var row = Assert.Single((await root.OpenAsync($"{Page}?q={name}&kind=deleted")).Document.QuerySelectorAll("#changes tbody tr"));

        Assert.Null(row.QuerySelector("td.head a"));
        Assert.Contains(row.QuerySelectorAll("a"), a => a.GetAttribute("href") == $"{AdminSite.Users}{user}/history/");
    }

    [Theory]
    [InlineData("kind=changed", true)]
    [InlineData("kind=added", false)]
    [InlineData("kind=nonsense", true)]
    [InlineData("model=authentication.user", true)]
    [InlineData("model=authentication.state", false)]
    [InlineData("model=authentication.state&model=authentication.user", true)]
    [InlineData("who=site", false)]
    [InlineData("who=999999", false)]
    [InlineData("who=site&who={root}", true)]
    public async Task Filters_leave_what_fits(string filter, bool isThere)
    {
        var (_, name, root, rootName) = await ChangedAsync();
        var id = await site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE user_name = '{rootName}'");

        var page = await root.OpenAsync($"{Page}?q={name}&{filter.Replace("{root}", $"{id}", StringComparison.Ordinal)}");

        Assert.Equal(isThere ? 1 : 0, page.Document.QuerySelectorAll("#changes tbody tr td.head").Length);
    }

    [Theory]
    [InlineData("today", 0)]
    [InlineData("week", 1)]
    [InlineData("month", 2)]
    [InlineData("year", 3)]
    public async Task The_filter_by_time_reaches_back_as_far_as_it_says(string since, int expected)
    {
        var word = AdminSite.Unique("Aged");
        foreach (var days in new[] { 5, 20, 200, 2_000 })
        {
            await site.ExecuteAsync($"INSERT INTO admin.changes (event_id, at, app, model, item, name, kind, fields) VALUES (gen_random_uuid(), now() - interval '{days} days', 'authentication', 'state', '1', '{word}', 'Changed', '[]')");
        }

        var page = await (await site.RootAsync()).OpenAsync($"{Page}?q={word}&since={since}");

        Assert.Equal(expected, page.Document.QuerySelectorAll("#changes tbody tr td.head").Length);
    }

    [Theory]
    [InlineData("", "Long 2300", "Long 1")]
    [InlineData("&sort=at", "Long 1", "Long 2300")]
    public async Task The_file_has_all_of_it_however_long_it_is(string sort, string first, string last)
    {
        var word = AdminSite.Unique("Volume");
        await site.ExecuteAsync($"INSERT INTO admin.changes (event_id, at, app, model, item, name, kind, fields) SELECT gen_random_uuid(), now(), 'authentication', 'state', '1', '{word} Long ' || n, 'Changed', '[]' FROM generate_series(1, 2300) n");

        var file = await (await (await site.RootAsync()).GetAsync($"{Page}?q={word}{sort}&format=csv")).Answer.Content.ReadAsStringAsync();

        var lines = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(2_300, lines.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains($"{word} {first},", lines[0] + ",", StringComparison.Ordinal);
        Assert.Contains($"{word} {last},", lines[^1] + ",", StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_found_by_who_did_it_and_offers_everybody_who_did_anything()
    {
        var (_, name, root, rootName) = await ChangedAsync();

        var page = await root.OpenAsync($"{Page}?q={rootName}");

        Assert.Contains(name, page.Text("#changes"), StringComparison.Ordinal);
        Assert.Contains(page.Document.QuerySelectorAll(".filter-menu .item"), i => i.TextContent.Trim() == rootName);
    }

    [Fact]
    public async Task The_file_holds_what_the_page_shows()
    {
        var (_, name, root, _) = await ChangedAsync();

        var file = await (await root.GetAsync($"{Page}?q={name}&format=csv")).Answer.Content.ReadAsStringAsync();

        Assert.Contains(name, file, StringComparison.Ordinal);
        Assert.Contains("staff: No → Yes", file, StringComparison.Ordinal);
    }

    [Fact, Rule("ADM-003")]
    public async Task Only_staff_with_the_permission_read_it_and_links_lead_where_they_may_go()
    {
        var (_, name, _, _) = await ChangedAsync();
        var (without, _) = await site.StaffAsync(AdminSite.AllOfUsers);
        var (with, _) = await site.StaffAsync("admin.view_logentry");

        Assert.Equal(HttpStatusCode.Forbidden, (await without.GetAsync(Page)).Status);
        Assert.DoesNotContain((await without.OpenAsync("/admin/")).Document.QuerySelectorAll("a"), a => a.GetAttribute("href") == Page);
        var row = Assert.Single((await with.OpenAsync($"{Page}?q={name}")).Document.QuerySelectorAll("#changes tbody tr"));
        Assert.Empty(row.QuerySelectorAll("a"));
        Assert.Contains((await with.OpenAsync("/admin/")).Document.QuerySelectorAll("a"), a => a.GetAttribute("href") == Page);
    }

    [Fact, Rule("PERM-023")]
    public async Task Its_permission_is_audited_under_its_own_model()
    {
        var root = await site.RootAsync();

        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync("/permissions/audit/admin/logentry/view_logentry/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync("/permissions/audit/admin/permission/view_logentry/")).Status);
    }

    /// <summary>A user whom the superuser made staff.</summary>
    private async Task<(UserId User, string Name, Visitor Root, string RootName)> ChangedAsync()
    {
        var name = AdminSite.Unique("subject");
        var user = await site.UserAsync(name);
        var root = await site.RootAsync();
        var page = await root.OpenAsync($"{AdminSite.Users}{user}/change/");
        await root.PostAsync(
            $"{AdminSite.Users}{user}/change/",
            [new("__RequestVerificationToken", page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!), new("revision", page.Find("input[name=revision]").GetAttribute("value")!), new("active", "true"), new("staff", "true")]);
        await site.DeliverEventsAsync();
        var rootName = await site.ReadAsync<string>($"SELECT u.user_name FROM admin.changes c JOIN authentication.users u ON u.id = c.actor WHERE c.name = '{name}'");
        return (user, name, root, rootName!);
    }
}
