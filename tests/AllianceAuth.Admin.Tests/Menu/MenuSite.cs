using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Testing.Site;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Admin.Tests.Menu;

/// <summary>The sidebar is one for the whole site, so the tests of a class take turns and each begins with it as declared.</summary>
[CollectionDefinition(Name)]
public sealed class MenuTests : ICollectionFixture<MenuSite>
{
    public const string Name = "sidebar";
}

/// <summary>A site whose sidebar is arranged.</summary>
public sealed class MenuSite : AppFixture
{
    private const string Password = "stillborn-comet-84-lantern";

    private int _next;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
    }

    public Task<Visitor> AdminAsync() => SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);

    /// <summary>Somebody of the staff who holds these permissions and no others.</summary>
    public async Task<Visitor> StaffAsync(params string[] permissions)
    {
        var name = $"deputy{Interlocked.Increment(ref _next)}";
        await AskAsync(s => s.GetRequiredService<IMediator>().Send(new CreateSuperuser(name, "", Password)));
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var sql in permissions.Select(p => $"INSERT INTO authentication.user_permissions (user_id, permission) SELECT id, '{p}' FROM authentication.users WHERE user_name = '{name}'")
            .Prepend($"UPDATE authentication.users SET is_superuser = false, is_staff = true WHERE user_name = '{name}'"))
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        return await SignInAsync(name, Password);
    }

    /// <summary>The sidebar as the modules declare it.</summary>
    public async Task ResetAsync()
    {
        await DoAsync(async services =>
        {
            await services.GetRequiredService<AdminDb>().MenuItems.ExecuteDeleteAsync();
            await services.GetRequiredService<MenuSync>().RunAsync(CancellationToken.None);
        });
    }

    internal Task<List<MenuItem>> ItemsAsync() => AskAsync(s => s.GetRequiredService<AdminDb>().MenuItems.AsNoTracking().OrderBy(i => i.Id).ToListAsync());

    internal async Task<MenuItem> ItemAsync(string text) => (await ItemsAsync()).Single(i => i.Text == text);

    /// <summary>Adds a link or folder through its form.</summary>
    public async Task<int> AddAsync(Visitor admin, string text, string url = "", params (string Field, string Value)[] more)
    {
        var form = await admin.OpenAsync(url.Length > 0 ? "/admin/menu/menuitem/add/" : "/admin/menu/menuitem/add/?type=folder");
        var fields = more.ToDictionary(f => f.Field, f => f.Value, StringComparer.Ordinal);
        fields["text"] = text;
        if (url.Length > 0)
        {
            fields["url"] = url;
        }

        await form.SubmitAsync("#menu-item", fields);
        return (await ItemAsync(text)).Id;
    }

    /// <summary>Labels of the sidebar as somebody sees it on a page, folders in brackets before what they hold.</summary>
    public static IReadOnlyList<string> Sidebar(VisitedPage page) =>
        [.. page.Document.QuerySelectorAll("#menu .nav-item").Select(e => e.TagName == "SUMMARY" ? $"[{e.QuerySelector("span")!.TextContent}]" : e.QuerySelector("span")!.TextContent)];

    private async Task<Visitor> SignInAsync(string name, string password)
    {
        var visitor = NewVisitor();
        var page = await visitor.OpenAsync("/admin/login/");
        await page.SubmitAsync("form[action='/admin/login/']", new Dictionary<string, string> { ["username"] = name, ["password"] = password });
        return visitor;
    }
}
