using System.Net;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>What every registered model's list shows, filters and gives as a file.</summary>
public sealed class ListTests(AdminSite site) : IClassFixture<AdminSite>
{
    // md5 of 77777: names as different as pilots' are.
    private const string Known = "22a4d9b0";

    [Fact]
    public async Task Every_registered_model_has_a_list_a_file_and_filters_that_work()
    {
        var root = await site.RootAsync();
        var lists = (await root.OpenAsync("/admin/")).Document.QuerySelectorAll("main .list a.strong").Select(a => a.GetAttribute("href")!).ToList();
        Assert.True(lists.Count > 8);

        foreach (var list in lists)
        {
            var page = await root.OpenAsync(list);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            foreach (var sort in page.Document.QuerySelectorAll("#items th a").Select(a => a.GetAttribute("href")!))
            {
                Assert.Equal(HttpStatusCode.OK, (await root.OpenAsync(sort)).Status);
            }

            if (page.Document.QuerySelector("#items") is not null)
            {
                Assert.Equal(HttpStatusCode.OK, (await root.OpenAsync($"{list}?q=ab&page=3")).Status);
                var file = await root.GetAsync($"{list}?format=csv");
                Assert.StartsWith("text/csv", file.Answer.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact, Rule("ADM-035")]
    public async Task A_list_shows_a_hundred_rows_and_the_rest_on_further_pages()
    {
        await site.CorporationsAsync(97_000_000, 130);
        var root = await site.RootAsync();

        var first = await root.OpenAsync($"{AdminSite.Corporations}?q=Paged");
        var second = await root.OpenAsync($"{AdminSite.Corporations}?q=Paged&page=2");

        Assert.Equal(100, first.Document.QuerySelectorAll("#items tbody tr").Length);
        Assert.Equal(30, second.Document.QuerySelectorAll("#items tbody tr").Length);
        Assert.Equal("130", Total(first));
    }

    [Fact, Rule("ADM-010")]
    public async Task Filters_offer_only_corporations_of_mains_and_select_users_by_their_main()
    {
        var (user, _) = (await site.UserAsync("filtered"), await site.UserAsync("unfiltered"));
        await site.ExecuteAsync($"UPDATE authentication.users SET main_character_id = 96000020, main_name = 'Filter Main', main_corporation_id = 97300001, main_corporation_name = 'Occurring Corp' WHERE id = {user}");
        await site.CorporationsAsync(97_300_100, 1, "Unseen Corp");
        var root = await site.RootAsync();
        await ForgetFilterChoicesAsync();

        var all = await root.OpenAsync(AdminSite.Users);
        var some = await root.OpenAsync($"{AdminSite.Users}?corporation=97300001");

        Assert.Contains("Occurring Corp", all.Text(".toolbar"), StringComparison.Ordinal);
        Assert.DoesNotContain("Unseen Corp", all.Text(".toolbar"), StringComparison.Ordinal);
        Assert.Equal(1, some.Document.QuerySelectorAll("#items tbody tr").Length);
        Assert.Contains("Filter Main", some.Text("#items"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_thousand_users_are_listed_with_few_statements_and_searched_by_an_index()
    {
        await site.ExecuteAsync(
            """
            INSERT INTO authentication.users (user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state, language, main_name, main_character_id, main_corporation_id, main_corporation_name)
            SELECT 'crowd_' || n, '', true, 1, false, false, 0, 0, now(), 1, '', md5(n::text), 95000000 + n, 97400000 + n % 300, 'Crowd Corp ' || n % 300 FROM generate_series(1, 100000) n;
            """);
        await site.ExecuteAsync("VACUUM ANALYZE authentication.users");
        var root = await site.RootAsync();
        await site.DeliverEventsAsync();
        await ForgetFilterChoicesAsync();
        await root.OpenAsync(AdminSite.Users);

        var listed = await StatementsAsync(() => root.OpenAsync($"{AdminSite.Users}?page=7"));
        var searched = await StatementsAsync(() => root.OpenAsync($"{AdminSite.Users}?q={Known}"));
        var plan = await PlanAsync("SELECT id FROM authentication.users WHERE user_name ILIKE '%" + Known + "%' OR main_name ILIKE '%" + Known + "%' OR main_corporation_name ILIKE '%" + Known + "%' OR id = ANY ('{1,2,3}')");

        Assert.InRange(listed, 1, 4);
        Assert.InRange(searched, 1, 5);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        await site.ExecuteAsync("DELETE FROM authentication.users WHERE user_name LIKE 'crowd\\_%'");
    }

    [Fact, Rule("ADM-008"), Rule("ADM-009")]
    public async Task A_row_of_users_cuts_long_lists_names_all_on_hover_and_is_empty_without_a_main()
    {
        var name = AdminSite.Unique("grouped");
        var user = await site.UserAsync(name);
        foreach (var n in Enumerable.Range(10, 12))
        {
            var group = await site.GroupAsync($"{name} wing {n}");
            await site.ExecuteAsync($"INSERT INTO authentication.group_members (group_id, user_id, since) VALUES ({group}, {user}, now())");
        }

        var root = await site.RootAsync();
        var row = (await root.OpenAsync($"{AdminSite.Users}?q={name}")).Find("#items tbody tr");

        var groups = row.QuerySelector($"[title*='{name} wing 21']")!;
        Assert.EndsWith($"{name} wing 19, (…)", groups.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Null(row.QuerySelector("img"));
        Assert.Null(row.QuerySelector("td.head small"));
    }

    [Fact, Rule("ADM-009")]
    public async Task A_main_without_alliance_and_faction_shows_its_corporation_only()
    {
        var (lone, allied) = (AdminSite.Unique("lone"), AdminSite.Unique("allied"));
        var (first, second) = (await site.UserAsync(lone), await site.UserAsync(allied));
        await site.ExecuteAsync($"UPDATE authentication.users SET main_character_id = 94000001, main_name = 'Lone Main', main_corporation_id = 97500001, main_corporation_name = 'Lone Corp' WHERE id = {first}");
        await site.ExecuteAsync($"UPDATE authentication.users SET main_character_id = 94000002, main_name = 'Allied Main', main_corporation_id = 97500001, main_corporation_name = 'Lone Corp', main_alliance_id = 99700001, main_alliance_name = 'Some Alliance' WHERE id = {second}");
        var root = await site.RootAsync();

        var alone = (await root.OpenAsync($"{AdminSite.Users}?q={lone}")).Text("#items tbody");
        var together = (await root.OpenAsync($"{AdminSite.Users}?q={allied}")).Text("#items tbody");

        Assert.Contains("Lone Corp", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("Alliance", alone, StringComparison.Ordinal);
        Assert.Contains("Lone CorpSome Alliance", together, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_never_show_a_secret_in_list_page_or_file()
    {
        await site.ExecuteAsync("INSERT INTO eveonline.tokens (character_id, character_name, owner_hash, access_token, refresh_token, scopes, created_at, refreshed_at, expires_at, status, sso_version) VALUES (96000009, 'Sealed', 'h', 'sealed-access', 'sealed-refresh', ARRAY['publicData'], now(), now(), now(), 'Valid', 2)");
        var root = await site.RootAsync();
        var id = await site.ReadAsync<int>("SELECT id FROM eveonline.tokens WHERE character_id = 96000009");

        foreach (var address in new[] { "/admin/esi/token/", $"/admin/esi/token/{id}/change/", "/admin/esi/token/?format=csv" })
        {
            var page = await root.OpenAsync(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("sealed-", page.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_has_every_row_once_in_the_order_of_the_list_however_many_there_are()
    {
        await site.CorporationsAsync(97_600_000, 2_300, "Filed");
        var root = await site.RootAsync();

        var file = await (await root.GetAsync($"{AdminSite.Corporations}?q=Filed&sort=-name&format=csv")).Answer.Content.ReadAsStringAsync();

        var names = file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',').First(part => part.StartsWith("Filed ", StringComparison.Ordinal)).Split(" (")[0]).ToList();
        Assert.Equal(2_300, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2_300, names.Count);
        var first = await root.OpenAsync($"{AdminSite.Corporations}?q=Filed&sort=-name");
        Assert.Equal(first.Document.QuerySelectorAll("#items tbody td.head a").Take(50).Select(a => a.TextContent.Trim()), names.Take(50));
    }

    private Task ForgetFilterChoicesAsync() =>
        site.DoAsync(s => s.GetRequiredService<Microsoft.Extensions.Caching.Hybrid.HybridCache>().RemoveByTagAsync("admin.filters.authentication").AsTask());

    private static string Total(VisitedPage page) => page.Text(".table-foot span").Split(' ')[^1];

    private static async Task<int> StatementsAsync(Func<Task<VisitedPage>> act)
    {
        var page = await act();
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return page.Statements;
    }

    private async Task<string> PlanAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(site.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("EXPLAIN " + sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        return plan;
    }
}
