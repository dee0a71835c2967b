using System.Net;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Web.Live;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Admin.Tests.Menu;

/// <summary>The list of the sidebar's entries, what is done in it, and who may.</summary>
[Collection(MenuTests.Name)]
public sealed class MenuBoardTests(MenuSite site) : IAsyncLifetime
{
    private const string List = "/admin/menu/menuitem/";

    public Task InitializeAsync() => site.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact, Rule("MENU-035"), Rule("ADM-031")]
    public async Task The_list_shows_folders_in_brackets_with_what_they_hold()
    {
        var admin = await site.AdminAsync();
        var tools = await site.AddAsync(admin, "Tools");
        await site.AddAsync(admin, "Empty");
        await site.AddAsync(admin, "Wiki", "https://wiki.example.test/", ("parent", $"{tools}"), ("order", "2"));
        await site.AddAsync(admin, "Map", "https://map.example.test/", ("parent", $"{tools}"), ("order", "1"));

        var list = await admin.OpenAsync(List);

        Assert.Equal(["Label", "Folder", "Order", "Visible", "Move"], list.Document.QuerySelectorAll("#menu-items thead th").Select(h => h.TextContent.Trim()));
        Assert.Contains("[Tools]", list.Text($"#item-{tools}"), StringComparison.Ordinal);
        Assert.Contains("Folder: Map, Wiki", list.Text($"#item-{tools}"), StringComparison.Ordinal);
        Assert.Contains("Folder: ?", list.Text($"#item-{(await site.ItemAsync("Empty")).Id}"), StringComparison.Ordinal);
        Assert.Contains("App", list.Text($"#item-{(await site.ItemAsync("Dashboard")).Id}"), StringComparison.Ordinal);
    }

    [Theory, Rule("MENU-035")]
    [InlineData("type=app", "Dashboard")]
    [InlineData("type=folder", "[Tools]")]
    [InlineData("type=link", "Wiki", "Forum")]
    [InlineData("hidden=yes", "Forum")]
    [InlineData("parent={0}", "Wiki")]
    public async Task The_list_is_filtered_by_type_hiding_and_folder(string filter, params string[] first)
    {
        var admin = await site.AdminAsync();
        var tools = await site.AddAsync(admin, "Tools", "", ("order", "5000"));
        await site.AddAsync(admin, "Wiki", "https://wiki.example.test/", ("parent", $"{tools}"));
        await site.AddAsync(admin, "Forum", "https://forum.example.test/", ("hidden", "true"));

        var list = await admin.OpenAsync($"{List}?{filter.Replace("{0}", $"{tools}", StringComparison.Ordinal)}");

        var shown = list.Document.QuerySelectorAll("#menu-items tbody tr td:first-child a").Select(a => a.TextContent).ToList();
        Assert.Equal(first, filter == "type=app" ? shown.Take(1) : shown);
    }

    [Fact, Rule("MENU-041")]
    public async Task Deleting_a_folder_moves_what_is_in_it_to_the_top_level()
    {
        var admin = await site.AdminAsync();
        var tools = await site.AddAsync(admin, "Tools");
        var wiki = await site.AddAsync(admin, "Wiki", "https://wiki.example.test/", ("parent", $"{tools}"));

        var page = await admin.OpenAsync($"{List}{tools}/change/");
        Assert.Contains("What is in it moves to the top level: Wiki.", page.AllText, StringComparison.Ordinal);
        var after = await page.SubmitAsync($"form[action='{List}{tools}/delete/']");

        Assert.Null((await site.ItemsAsync()).Single(i => i.Id == wiki).FolderId);
        Assert.Contains("Wiki", MenuSite.Sidebar(after));
    }

    [Fact, Rule("MENU-041")]
    public async Task A_deleted_entry_comes_back_as_declared()
    {
        var admin = await site.AdminAsync();
        var before = await site.ItemAsync("Dashboard");
        await (await admin.OpenAsync($"{List}{before.Id}/change/")).SubmitAsync("#menu-item", new Dictionary<string, string> { ["order"] = "777", ["hidden"] = "true" });

        await (await admin.OpenAsync($"{List}{before.Id}/change/")).SubmitAsync($"form[action='{List}{before.Id}/delete/']");

        var after = await site.ItemAsync("Dashboard");
        Assert.Equal((before.Order, false), (after.Order, after.IsHidden));
    }

    [Fact]
    public async Task An_item_moves_past_its_neighbour_and_the_look_follows()
    {
        var admin = await site.AdminAsync();
        await site.AddAsync(admin, "Alpha", "https://a.example.test/");
        var bravo = await site.AddAsync(admin, "Bravo", "https://b.example.test/");
        var list = await admin.OpenAsync(List);
        var place = Look(list).IndexOf("Bravo");

        var part = await list.SubmitAsync($"#item-{bravo} form[action$='/move/']", button: "button[data-move=up]", partial: true, follow: false);

        Assert.Equal(HttpStatusCode.OK, part.Status);
        Assert.Equal(place - 1, Look(part).IndexOf("Bravo"));
        Assert.Equal(place, Look(part).IndexOf("Alpha"));
    }

    [Fact]
    public async Task Two_who_move_at_once_leave_no_two_in_one_place()
    {
        var admin = await site.AdminAsync();
        int[] links = [await site.AddAsync(admin, "Alpha", "https://a.example.test/"), await site.AddAsync(admin, "Bravo", "https://b.example.test/"), await site.AddAsync(admin, "Charlie", "https://c.example.test/")];
        var list = await admin.OpenAsync(List);

        await Task.WhenAll(links.Select(id => list.SubmitAsync($"#item-{id} form[action$='/move/']", button: "button[data-move=up]:not([disabled]), button[data-move=down]")));

        var orders = (await site.ItemsAsync()).Where(i => links.Contains(i.Id)).Select(i => i.Order).ToList();
        Assert.Equal(3, orders.Distinct().Count());
    }

    [Fact]
    public async Task Hiding_twice_hides_once_and_is_taken_back_by_showing()
    {
        var admin = await site.AdminAsync();
        var wiki = await site.AddAsync(admin, "Wiki", "https://wiki.example.test/");
        var list = await admin.OpenAsync(List);

        await list.SubmitAsync($"#item-{wiki} form[action$='/hide/']");
        var hidden = await list.SubmitAsync($"#item-{wiki} form[action$='/hide/']");
        Assert.True((await site.ItemAsync("Wiki")).IsHidden);
        Assert.DoesNotContain("Wiki", MenuSite.Sidebar(hidden));

        var shown = await hidden.SubmitAsync($"#item-{wiki} form[action$='/hide/']");
        Assert.Contains("Wiki", MenuSite.Sidebar(shown));
    }

    [Fact]
    public async Task Resetting_puts_everything_back_as_declared()
    {
        var declared = (await site.ItemsAsync()).Select(i => (i.EntryKey, i.Order, i.IsHidden)).Order().ToList();
        var admin = await site.AdminAsync();
        var tools = await site.AddAsync(admin, "Tools");
        await (await admin.OpenAsync($"{List}{(await site.ItemAsync("Dashboard")).Id}/change/")).SubmitAsync("#menu-item", new Dictionary<string, string> { ["parent"] = $"{tools}", ["hidden"] = "true" });

        await (await admin.OpenAsync(List)).SubmitAsync($"form[action='{List}reset/']");

        Assert.Equal(declared, (await site.ItemsAsync()).Select(i => (i.EntryKey, i.Order, i.IsHidden)).Order());
    }

    [Fact]
    public async Task A_link_is_for_those_who_hold_its_permission()
    {
        await site.AddAsync(await site.AdminAsync(), "Officers", "https://officers.example.test/", ("permission", "auth.timer_view"));

        Assert.Contains("Officers", MenuSite.Sidebar(await (await site.StaffAsync("auth.timer_view")).OpenAsync("/dashboard/")));
        Assert.DoesNotContain("Officers", MenuSite.Sidebar(await (await site.StaffAsync()).OpenAsync("/dashboard/")));
    }

    [Fact, Rule("MENU-028")]
    public async Task A_link_opens_elsewhere_and_shows_so_in_place_of_a_number()
    {
        var admin = await site.AdminAsync();
        var wiki = await site.AddAsync(admin, "Wiki", "https://wiki.example.test/");

        var link = (await admin.OpenAsync("/dashboard/")).Find("#menu a[href='https://wiki.example.test/']");

        Assert.Equal("noopener noreferrer", link.GetAttribute("rel"));
        Assert.NotNull(link.QuerySelector(".ext"));
        Assert.Null(link.QuerySelector($"#count-link-{wiki}"));
    }

    [Theory]
    [InlineData("menu.view_menuitem", List, HttpStatusCode.OK)]
    [InlineData("menu.add_menuitem", List, HttpStatusCode.Forbidden)]
    [InlineData("menu.view_menuitem", "/admin/menu/menuitem/add/", HttpStatusCode.Forbidden)]
    public async Task Each_page_needs_its_permission(string permission, string address, HttpStatusCode status) =>
        Assert.Equal(status, (await (await site.StaffAsync(permission)).GetAsync(address)).Status);

    [Fact]
    public async Task Who_may_only_look_finds_no_buttons_and_cannot_make_them_up()
    {
        var id = (await site.ItemAsync("Dashboard")).Id;
        var deputy = await site.StaffAsync("menu.view_menuitem");
        var list = await deputy.OpenAsync(List);

        Assert.Empty(list.Document.QuerySelectorAll("#menu-board form[method=post], .page-head .actions a"));
        foreach (var act in new[] { $"{id}/move/", $"{id}/hide/", $"{id}/delete/", $"{id}/change/", "reset/", "add/" })
        {
            var answer = await deputy.PostAsync(List + act, [Token(list), new("to", "down"), new("hidden", "true"), new("text", "x"), new("order", "1")]);
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }

        Assert.False((await site.ItemAsync("Dashboard")).IsHidden);
    }

    [Fact]
    public async Task Items_that_do_not_exist_are_not_found()
    {
        var admin = await site.AdminAsync();
        var list = await admin.OpenAsync(List);

        foreach (var act in new[] { "999999/move/", "999999/hide/", "999999/delete/", "999999/change/" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await admin.PostAsync(List + act, [Token(list), new("to", "up"), new("hidden", "true"), new("order", "1")])).Status);
        }
    }

    [Fact]
    public async Task Every_change_stands_in_the_history_and_open_pages_hear_of_it()
    {
        var admin = await site.AdminAsync();
        var heard = 0;
        using var ear = site.Services.GetRequiredService<ILiveSignalSource>().Listen(s => heard += s.Topic == MenuSignals.Topic.Name ? 1 : 0, () => { });

        var wiki = await site.AddAsync(admin, "Wiki", "https://wiki.example.test/", ("order", "7"));
        await (await admin.OpenAsync($"{List}{wiki}/change/")).SubmitAsync("#menu-item", new Dictionary<string, string> { ["url"] = "https://other.example.test/" });
        await site.DeliverEventsAsync();

        var history = await admin.OpenAsync($"{List}{wiki}/history/");
        Assert.Contains("https://other.example.test/", history.AllText, StringComparison.Ordinal);
        Assert.Contains(Furnishing.AdminName, history.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("9999 →", history.AllText, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => heard >= 2, "the signals of both changes");
    }

    private static KeyValuePair<string, string> Token(VisitedPage page) => new("__RequestVerificationToken", page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!);

    private static List<string> Look(VisitedPage page) => [.. page.Document.QuerySelectorAll("#menu-look .nav-item > span:first-of-type").Select(e => e.TextContent)];
}
