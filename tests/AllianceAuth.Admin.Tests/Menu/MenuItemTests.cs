using AllianceAuth.Admin.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Admin.Tests.Menu;

public sealed class MenuItemTests
{
    [Theory, Rule("MENU-010")]
    [InlineData("authentication.dashboard", "", MenuItemKind.Entry)]
    [InlineData(null, "", MenuItemKind.Folder)]
    [InlineData(null, "https://wiki.example.test/", MenuItemKind.Link)]
    internal void What_an_item_is_follows_from_key_and_address(string? key, string url, MenuItemKind kind)
    {
        var item = new MenuItem { EntryKey = key, Url = url };

        Assert.Equal(kind, item.Kind);
        Assert.Equal(kind is not MenuItemKind.Entry, item.IsUserDefined);
    }

    [Fact, Rule("MENU-011")]
    public void A_child_is_what_is_in_a_folder()
    {
        Assert.True(new MenuItem { FolderId = 7 }.IsChild);
        Assert.False(new MenuItem().IsChild);
    }

    [Theory]
    [InlineData("/groups/")]
    [InlineData("/rules/?tab=srp#top")]
    [InlineData("https://wiki.example.test/Doctrines")]
    [InlineData("http://killboard.example.test/")]
    public void A_link_leads_to_a_page_of_ours_or_to_the_web(string url) => Assert.Null(MenuItem.RefusalOfUrl(url));

    [Theory, Rule("MENU-040")]
    [InlineData("")]
    [InlineData("javascript:alert(1)")]
    [InlineData("JaVaScRiPt:alert(1)")]
    [InlineData("java\nscript:alert(1)")]
    [InlineData(" javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("vbscript:x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//evil.example.test/")]
    [InlineData("/\\evil.example.test/")]
    [InlineData("https://user:secret@evil.example.test/")]
    [InlineData("wiki.example.test")]
    [InlineData("mailto:ceo@example.test")]
    public void Any_other_address_is_refused(string url) => Assert.NotNull(MenuItem.RefusalOfUrl(url));

    [Fact, Rule("MENU-030")]
    public void Folders_are_not_put_into_folders_and_nothing_into_what_is_no_folder()
    {
        var folder = new MenuItem { Text = "Tools" };
        var link = new MenuItem { Text = "Wiki", Url = "https://wiki.example.test/" };

        Assert.Null(MenuItem.RefusalOfFolder(MenuItemKind.Link, folder));
        Assert.NotNull(MenuItem.RefusalOfFolder(MenuItemKind.Folder, folder));
        Assert.NotNull(MenuItem.RefusalOfFolder(MenuItemKind.Link, link));
        Assert.NotNull(MenuItem.RefusalOfFolder(MenuItemKind.Link, null));
    }

    [Fact]
    public void Moving_writes_no_more_numbers_than_it_must()
    {
        MenuItem[] items = [New(10), New(20), New(30), New(40)];

        Assert.True(MenuOrder.Move(items, items[2], up: true));

        Assert.Equal([10, 30, 20, 40], items.Select(i => i.Order));
    }

    [Fact]
    public void Equal_numbers_are_told_apart_when_one_of_them_moves()
    {
        MenuItem[] items = [New(9999), New(9999), New(9999)];

        Assert.True(MenuOrder.Move(items, items[0], up: false));

        Assert.Equal([10000, 9999, 10001], items.Select(i => i.Order));
    }

    [Fact]
    public void At_the_end_nothing_moves()
    {
        MenuItem[] items = [New(1), New(2)];

        Assert.False(MenuOrder.Move(items, items[0], up: true));
        Assert.False(MenuOrder.Move(items, items[1], up: false));
        Assert.Equal([1, 2], items.Select(i => i.Order));
    }

    private static MenuItem New(int order) => new() { Order = order };
}
