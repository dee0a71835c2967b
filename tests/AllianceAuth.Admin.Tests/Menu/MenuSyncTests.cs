using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Admin.Tests.Menu;

[Collection(MenuTests.Name)]
public sealed class MenuSyncTests(MenuSite site) : IAsyncLifetime
{
    public Task InitializeAsync() => site.ResetAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact, Rule("MENU-015")]
    public async Task Every_entry_of_the_modules_has_a_row_with_its_label_and_number()
    {
        var declared = site.Services.GetRequiredService<MenuBuilder>().Declared;

        var rows = await site.ItemsAsync();

        Assert.NotEmpty(declared);
        Assert.Equal(declared.Select(e => (e.Key, e.Order)).Order(), rows.Select(r => (r.EntryKey!, r.Order)).Order());
        Assert.Equal("Dashboard", rows.Single(r => r.EntryKey == "authentication.dashboard").Text);
    }

    [Fact, Rule("MENU-016")]
    public async Task Only_the_label_is_brought_up_to_date()
    {
        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<AdminDb>();
            var folder = db.MenuItems.Add(new MenuItem { Text = "Tools" }).Entity;
            await db.SaveChangesAsync();
            var item = await db.MenuItems.SingleAsync(i => i.EntryKey == "authentication.dashboard");
            (item.Text, item.Order, item.IsHidden, item.FolderId) = ("Old name", 99, true, folder.Id);
            await db.SaveChangesAsync();
        });

        await SyncAsync();

        var row = (await site.ItemsAsync()).Single(r => r.EntryKey == "authentication.dashboard");
        Assert.Equal(("Dashboard", 99, true), (row.Text, row.Order, row.IsHidden));
        Assert.NotNull(row.FolderId);
    }

    [Fact, Rule("MENU-017")]
    public async Task A_row_whose_entry_is_gone_goes_and_links_and_folders_stay()
    {
        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<AdminDb>();
            db.MenuItems.AddRange(new MenuItem { EntryKey = "gone.entry", Text = "Gone" }, new MenuItem { Text = "Tools" }, new MenuItem { Text = "Wiki", Url = "https://wiki.example.test/" });
            await db.SaveChangesAsync();
        });

        await SyncAsync();

        var texts = (await site.ItemsAsync()).Select(r => r.Text).ToList();
        Assert.DoesNotContain("Gone", texts);
        Assert.Contains("Tools", texts);
        Assert.Contains("Wiki", texts);
    }

    [Fact, Rule("MENU-018")]
    public async Task Opening_the_list_brings_back_what_is_missing_and_writes_nothing_when_nothing_is()
    {
        await site.DoAsync(s => s.GetRequiredService<AdminDb>().MenuItems.ExecuteDeleteAsync());

        await (await site.AdminAsync()).OpenAsync("/admin/menu/menuitem/");
        Assert.Contains(await site.ItemsAsync(), r => r.EntryKey == "authentication.dashboard");

        var tally = StatementCounter.Begin();
        await SyncAsync();
        Assert.Single(tally.Statements);
    }

    [Fact, Rule("MENU-012"), Rule("MENU-013"), Rule("MENU-014")]
    public async Task Labels_may_be_the_same_and_keys_neither_the_same_nor_empty()
    {
        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<AdminDb>();
            db.MenuItems.AddRange(new MenuItem { Text = "Wiki", Url = "/a/" }, new MenuItem { Text = "Wiki", Url = "/b/" });
            await db.SaveChangesAsync();
        });

        Assert.Equal(2, (await site.ItemsAsync()).Count(i => i.Text == "Wiki"));
        foreach (var key in new[] { "", "authentication.dashboard" })
        {
            var refused = await Assert.ThrowsAsync<DbUpdateException>(() => site.DoAsync(async s =>
            {
                var db = s.GetRequiredService<AdminDb>();
                db.MenuItems.Add(new MenuItem { EntryKey = key, Text = "Twice" });
                await db.SaveChangesAsync();
            }));
            Assert.IsType<PostgresException>(refused.InnerException);
        }
    }

    [Fact]
    public async Task The_arrangement_costs_one_statement_cold_and_none_warm()
    {
        await site.DoAsync(s => s.GetRequiredService<MenuArrangement>().ChangedAsync(CancellationToken.None));

        Assert.Equal(1, await CountAsync());
        Assert.Equal(0, await CountAsync());
    }

    private Task SyncAsync() => site.DoAsync(s => s.GetRequiredService<MenuSync>().RunAsync(CancellationToken.None));

    private Task<int> CountAsync() => site.AskAsync(async s =>
    {
        var tally = StatementCounter.Begin();
        await s.GetRequiredService<IMenuArrangement>().FindAsync(CancellationToken.None);
        return tally.Statements.Count;
    });
}
