using System.Net;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Admin.Tests.Menu;

/// <summary>The form of an entry, a folder or a link.</summary>
[Collection(MenuTests.Name)]
public sealed class MenuFormTests(MenuSite site) : IAsyncLifetime
{
    private const string List = "/admin/menu/menuitem/";

    public Task InitializeAsync() => site.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact, Rule("MENU-036"), Rule("MENU-042")]
    public async Task There_are_two_buttons_to_add_and_the_title_names_the_kind()
    {
        var admin = await site.AdminAsync();
        var list = await admin.OpenAsync(List);

        Assert.Equal(["/admin/menu/menuitem/add/?type=folder", "/admin/menu/menuitem/add/"], list.Document.QuerySelectorAll(".page-head .actions a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Add a link", (await admin.OpenAsync($"{List}add/")).Text("h1"));
        Assert.Equal("Add a folder", (await admin.OpenAsync($"{List}add/?type=folder")).Text("h1"));
        Assert.Equal("Dashboard (app)", (await admin.OpenAsync($"{List}{(await site.ItemAsync("Dashboard")).Id}/change/")).Text("h1"));
    }

    [Fact, Rule("MENU-037"), Rule("MENU-038")]
    public async Task Each_kind_has_its_own_fields_and_the_choice_of_folders_holds_folders_only()
    {
        var admin = await site.AdminAsync();
        await site.AddAsync(admin, "Zulu");
        var alpha = await site.AddAsync(admin, "Alpha");
        var wiki = await site.AddAsync(admin, "Wiki", "https://wiki.example.test/");

        Assert.Equal(["text", "classes", "order", "section", "hidden"], Fields(await admin.OpenAsync($"{List}{alpha}/change/")));
        Assert.Equal(["text", "url", "classes", "order", "section", "parent", "permission", "hidden"], Fields(await admin.OpenAsync($"{List}{wiki}/change/")));
        var entry = await admin.OpenAsync($"{List}{(await site.ItemAsync("Dashboard")).Id}/change/");
        Assert.Equal(["order", "section", "parent", "hidden"], Fields(entry));
        Assert.Equal(["No folder", "Alpha", "Zulu"], entry.Document.QuerySelectorAll("select[name=parent] option").Select(o => o.TextContent));
    }

    [Fact, Rule("MENU-027"), Rule("MENU-038")]
    public async Task An_entry_moves_into_a_folder_and_the_sidebar_shows_it_there()
    {
        var admin = await site.AdminAsync();
        var tools = await site.AddAsync(admin, "Tools", "", ("order", "1"));

        var form = await admin.OpenAsync($"{List}{(await site.ItemAsync("Dashboard")).Id}/change/");
        var after = await form.SubmitAsync("#menu-item", new Dictionary<string, string> { ["parent"] = $"{tools}" });

        Assert.Equal("/admin/menu/menuitem/", after.Address.AbsolutePath);
        Assert.Equal(["[Tools]", "Dashboard"], MenuSite.Sidebar(after).Take(2));
        Assert.True((await admin.OpenAsync("/dashboard/")).Find($"#folder-{tools}").HasAttribute("open"));
        Assert.False(after.Find($"#folder-{tools}").HasAttribute("open"));
    }

    [Fact, Rule("MENU-033")]
    public async Task What_an_entry_is_called_and_where_it_leads_cannot_be_changed_by_a_hand_made_form()
    {
        var admin = await site.AdminAsync();
        var id = (await site.ItemAsync("Dashboard")).Id;
        var form = await admin.OpenAsync($"{List}{id}/change/");

        await admin.PostAsync($"{List}{id}/change/", [Token(form), new("order", "7"), new("text", "Mine"), new("url", "https://evil.example.test/"), new("permission", "auth.timer_view")]);

        var item = (await site.ItemsAsync()).Single(i => i.Id == id);
        Assert.Equal(("authentication.dashboard", "Dashboard", "", null, 7), (item.EntryKey, item.Text, item.Url, item.Permission, item.Order));
    }

    [Fact, Rule("MENU-039")]
    public async Task A_folder_saved_without_an_icon_gets_the_usual_one()
    {
        var admin = await site.AdminAsync();
        await site.AddAsync(admin, "Plain");
        await site.AddAsync(admin, "Rocket", "", ("classes", "fa-solid fa-rocket"));

        Assert.Equal("fa-solid fa-folder", (await site.ItemAsync("Plain")).Icon);
        Assert.Equal("fa-solid fa-rocket", (await site.ItemAsync("Rocket")).Icon);
    }

    [Theory, Rule("MENU-040")]
    [InlineData("url", "", "A link needs an address")]
    [InlineData("url", "javascript:alert(1)", "Write a path of this site")]
    [InlineData("text", "", "Give it a label")]
    [InlineData("order", "first", "Write a whole number")]
    [InlineData("classes", "\"><script>", "Write class names only")]
    public async Task A_mistake_is_told_beside_its_field_and_what_was_typed_stays(string field, string value, string complaint)
    {
        var form = await (await site.AdminAsync()).OpenAsync($"{List}add/");

        var answer = await form.SubmitAsync("#menu-item", new Dictionary<string, string> { ["text"] = "Wiki", ["url"] = "https://wiki.example.test/", [field] = value });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(complaint, answer.Text($"#field-{field}-error"), StringComparison.Ordinal);
        Assert.Equal(value, answer.Find($"#field-{field}").GetAttribute("value"));
        Assert.DoesNotContain(await site.ItemsAsync(), i => i.IsUserDefined);
    }

    [Fact]
    public async Task The_look_beside_the_form_shows_what_is_not_saved_yet()
    {
        var admin = await site.AdminAsync();
        var form = await admin.OpenAsync($"{List}add/");

        var look = await admin.PostAsync($"{List}look/", [Token(form), new("type", "link"), new("text", "Wiki <b>"), new("url", "javascript:alert(1)"), new("order", "1")], partial: true);

        Assert.Equal("Wiki <b>", look.Find(".nav-item.is-marked > span").TextContent);
        Assert.Empty(look.Document.QuerySelectorAll("a"));
        Assert.DoesNotContain(await site.ItemsAsync(), i => i.IsUserDefined);
    }

    private static KeyValuePair<string, string> Token(VisitedPage page) => new("__RequestVerificationToken", page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!);

    private static IEnumerable<string> Fields(VisitedPage page) =>
        page.Document.QuerySelectorAll("#menu-item-fields input[name], #menu-item-fields select[name]").Select(f => f.GetAttribute("name")!);
}
