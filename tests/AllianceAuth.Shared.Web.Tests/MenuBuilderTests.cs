using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

/// <summary>The sidebar out of what modules declare and what an admin arranged. The module is the tests' own, Lantern.</summary>
public sealed class MenuBuilderTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly Dictionary<string, int> Counts = new(StringComparer.Ordinal) { ["lantern.groups"] = 42, ["lantern.services"] = 5, ["lantern.requests"] = 0 };

    [Fact]
    public void Without_an_arrangement_entries_stand_as_declared() =>
        Assert.Equal(["Dashboard", "Groups", "Services"], Labels(Build([])));

    [Fact, Rule("MENU-020")]
    public void The_arranged_order_counts_and_equal_numbers_go_by_label() =>
        Assert.Equal(["Services", "Dashboard", "Groups"], Labels(Build([Entry("lantern.services", 1), Entry("lantern.dashboard", 30), Entry("lantern.groups", 30)])));

    [Fact, Rule("MENU-020"), Rule("MENU-027")]
    public void A_folder_stands_among_the_others_by_its_own_number_with_its_content_in_it()
    {
        var menu = Build([Link(11, "Wiki", 2), Folder(7, "Tools", 3), Link(12, "Map", 9) with { Folder = 7 }, Link(13, "Forum", 1) with { Folder = 7 }, Link(14, "Killboard", 4)]);

        Assert.Equal(["Dashboard", "Wiki", "Tools", "Killboard", "Groups", "Services"], Labels(menu));
        Assert.Equal(["Forum", "Map"], Find(menu, "folder.7").Children.Select(c => c.Label));
    }

    [Fact, Rule("MENU-021")]
    public void What_is_hidden_is_not_shown() =>
        Assert.Equal(["Dashboard", "Services"], Labels(Build([Entry("lantern.groups", 25) with { IsHidden = true }, Link(1, "Wiki", 1) with { IsHidden = true }])));

    [Fact, Rule("MENU-022"), Rule("MENU-029"), Rule("MENU-032")]
    public void Who_may_see_an_entry_is_its_module_s_to_say_and_of_a_link_its_permission_s()
    {
        IReadOnlyList<ArrangedItem> items = [Entry("lantern.hidden", 1) with { Section = MenuSection.Main }, Link(1, "Officers", 5) with { Permission = "srp.access_srp" }];

        Assert.DoesNotContain("Hidden", Labels(Build(items)));
        Assert.DoesNotContain("Officers", Labels(Build(items)));
        Assert.Contains("Officers", Labels(Build(items, permission: "srp.access_srp")));
    }

    [Theory, Rule("MENU-023")]
    [InlineData(true)]
    [InlineData(false)]
    public void The_content_of_a_hidden_or_missing_folder_is_not_shown(bool exists)
    {
        ArrangedItem[] folder = exists ? [Folder(7, "Tools", 3) with { IsHidden = true }] : [];

        Assert.Equal(["Dashboard", "Groups"], Labels(Build([.. folder, Entry("lantern.services", 100) with { Folder = 7 }])));
    }

    [Fact, Rule("MENU-024")]
    public void A_folder_without_anything_to_see_is_not_shown() =>
        Assert.Equal(
            ["Dashboard", "Groups", "Services"],
            Labels(Build([Folder(7, "Empty", 1), Folder(8, "Officers only", 1), Entry("lantern.hidden", 1) with { Folder = 8 }, Link(9, "Secret", 1) with { Folder = 8, Permission = "nobody.has_this" }])));

    [Fact, Rule("MENU-025")]
    public void A_folder_shows_the_sum_of_what_is_in_it_and_nothing_when_there_is_none()
    {
        var menu = Build([Folder(7, "Both", 1), Entry("lantern.groups", 1) with { Folder = 7 }, Entry("lantern.services", 2) with { Folder = 7 }, Folder(8, "Links", 2), Link(9, "Wiki", 1) with { Folder = 8 }]);

        Assert.Equal(47, Find(menu, "folder.7").Count);
        Assert.Equal(0, Find(menu, "folder.8").Count);
    }

    [Fact, Rule("MENU-026")]
    public void A_folder_without_an_icon_has_the_usual_one()
    {
        var menu = Build([Folder(7, "Tools", 1), Folder(8, "Own", 2) with { Icon = "fa-solid fa-rocket" }, Link(1, "a", 1) with { Folder = 7 }, Link(2, "b", 1) with { Folder = 8 }]);

        Assert.Equal("fa-solid fa-folder", Find(menu, "folder.7").Icon);
        Assert.Equal("fa-solid fa-rocket", Find(menu, "folder.8").Icon);
    }

    [Fact, Rule("MENU-027"), Rule("MENU-043"), Rule("MENU-044")]
    public void A_folder_is_open_while_one_is_on_a_page_in_it()
    {
        IReadOnlyList<ArrangedItem> items = [Folder(7, "Tools", 1), Entry("lantern.groups", 1) with { Folder = 7 }];

        Assert.True(Find(Build(items, path: "/groups/12/"), "folder.7").IsOpen);
        Assert.Equal(["lantern.groups"], Current(Build(items, path: "/groups/12/")));
        Assert.False(Find(Build(items, path: "/dashboard/"), "folder.7").IsOpen);
    }

    [Theory, Rule("MENU-043")]
    [InlineData("/groups/requests/", "lantern.requests")]
    [InlineData("/groups/", "lantern.groups")]
    [InlineData("/GROUPS/7/", "lantern.groups")]
    [InlineData("/groupsomething/", null)]
    public void The_entry_that_says_most_about_where_one_is_is_marked(string path, string? key) =>
        Assert.Equal(key is null ? [] : [key], Current(Build([], path: path)));

    [Fact, Rule("MENU-028")]
    public void A_link_to_another_site_says_so_and_one_to_a_page_of_ours_is_marked_on_it()
    {
        var menu = Build([Link(1, "Wiki", 1), Link(2, "Rules", 2) with { Url = "/rules/?tab=1" }], path: "/rules/");

        Assert.True(Find(menu, "link.1").IsExternal);
        Assert.False(Find(menu, "link.2").IsExternal);
        Assert.Equal(["link.2"], Current(menu));
    }

    [Fact, Rule("MENU-030")]
    public void A_folder_in_a_folder_stands_on_the_top_level()
    {
        var menu = Build([Folder(7, "Outer", 1), Folder(8, "Inner", 2) with { Folder = 7 }, Link(1, "Wiki", 1) with { Folder = 8 }]);

        Assert.Contains("Inner", Labels(menu));
        Assert.DoesNotContain("Outer", Labels(menu));
    }

    [Fact, Rule("MENU-031")]
    public void An_item_whose_module_is_gone_is_skipped() =>
        Assert.Equal(["Dashboard", "Groups", "Services"], Labels(Build([Entry("gone.entry", 1)])));

    [Fact, Rule("MENU-010"), Rule("MENU-011")]
    public void What_an_item_is_follows_from_key_and_address()
    {
        Assert.True(Entry("lantern.groups", 1) is { IsFolder: false, IsLink: false, IsUserDefined: false });
        Assert.True(Folder(1, "Tools", 1) is { IsFolder: true, IsLink: false, IsUserDefined: true });
        Assert.True(Link(1, "Wiki", 1) is { IsFolder: false, IsLink: true, IsUserDefined: true });
    }

    [Fact, Rule("MENU-003"), Rule("MENU-005"), Rule("MENU-019")]
    public void An_entry_needs_no_more_than_key_text_icon_and_address()
    {
        var least = new MenuEntry("lantern.least", "lantern.menu.groups", "fa-solid fa-user-group", "/least/");

        Assert.Equal((9999, MenuSection.Main, null), (least.Order, least.Section, least.VisibleTo));
        Assert.Equal("Groups", English(() => site.Get<MenuBuilder>().LabelOf(least)));
    }

    private static ArrangedItem Entry(string key, int order) => new(key.Length, key, "", "", "", order);

    private static ArrangedItem Folder(int id, string text, int order) => new(id, null, text, "", "", order);

    private static ArrangedItem Link(int id, string text, int order) => new(id, null, text, "", "https://example.test/", order);

    private static IEnumerable<string> Labels(IReadOnlyList<FrameSection> menu) => menu.Single(s => s.Section == MenuSection.Main).Entries.Select(e => e.Label);

    private static FrameEntry Find(IReadOnlyList<FrameSection> menu, string key) => menu.SelectMany(s => s.Entries).Single(e => e.Key == key);

    private static IEnumerable<string> Current(IReadOnlyList<FrameSection> menu) => MenuBuilder.PagesOf(menu).Where(e => e.IsCurrent).Select(e => e.Key);

    private IReadOnlyList<FrameSection> Build(IReadOnlyList<ArrangedItem> items, string path = "", string? permission = null) => English(() => site.Get<MenuBuilder>().Build(
        new AccessSnapshot
        {
            User = new UserId(1),
            UserName = "Maren_Ostvik",
            IsActive = true,
            State = new StateId(1),
            StateName = "Member",
            Permissions = permission is null ? new HashSet<string>() : new HashSet<string> { permission },
        },
        items,
        Counts,
        path));

    private static T English<T>(Func<T> act)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return act();
    }
}
