using System.Globalization;
using System.Net;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AllianceAuth.Admin.Tests;

/// <summary>What every registered model gets: list, form, history, bulk work.</summary>
public sealed class ListAndFormTests(AdminSite site) : IClassFixture<AdminSite>
{
    private const string Records = "/admin/authentication/ownershiprecord/";
    private const string Corporations = "/admin/eveonline/evecorporationinfo/";

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
        await CorporationsAsync(97_000_000, 130);
        var root = await site.RootAsync();

        var first = await root.OpenAsync($"{Corporations}?q=Paged");
        var second = await root.OpenAsync($"{Corporations}?q=Paged&page=2");

        Assert.Equal(100, first.Document.QuerySelectorAll("#items tbody tr").Length);
        Assert.Equal(30, second.Document.QuerySelectorAll("#items tbody tr").Length);
        Assert.Equal("130", Total(first));
    }

    [Fact, Rule("ADM-022")]
    public async Task Nobody_changes_what_EVE_tells_and_everybody_with_the_right_deletes_it()
    {
        await CorporationsAsync(97_100_000, 1);
        var root = await site.RootAsync();

        var page = await root.OpenAsync($"{Corporations}97100001/change/");
        var forged = await root.PostAsync($"{Corporations}97100001/change/", [Token(page), new("name", "Forged")]);
        Assert.Null(page.Document.QuerySelector("#item-form button"));
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);

        var confirm = await root.OpenAsync($"{Corporations}97100001/delete/");
        await confirm.SubmitAsync("#confirm-form", button: "button");
        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM eveonline.corporations WHERE id = 97100001"));
    }

    [Fact, Rule("ADM-020")]
    public async Task A_corporation_is_added_by_its_id_alone_and_says_why_when_it_is_not()
    {
        var root = await site.RootAsync();
        var known = site.Eve.Universe.Corporations.Values.OrderBy(c => c.Id).Last();

        async Task<VisitedPage> AddAsync(string typed) => await (await root.OpenAsync($"{Corporations}add/")).SubmitAsync("#add-entity", new Dictionary<string, string>(StringComparer.Ordinal) { ["entity"] = typed });

        Assert.Contains(site.Say("eveonline.admin.add.empty"), (await AddAsync("0")).AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("eveonline.admin.add.notfound", "98999999"), (await AddAsync("98999999")).AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("eveonline.admin.add.done", known.Name), (await AddAsync(known.Id.ToString(CultureInfo.InvariantCulture))).AllText, StringComparison.Ordinal);
        Assert.Contains(site.Say("eveonline.admin.add.exists", known.Name), (await AddAsync(known.Name)).AllText, StringComparison.Ordinal);
        Assert.Equal(known.Name, await site.ReadAsync<string>($"SELECT name FROM eveonline.corporations WHERE id = {known.Id}"));
    }

    [Fact, Rule("ADM-017")]
    public async Task Ownerships_are_not_added_by_hand_and_their_hash_and_character_are_not_changed()
    {
        var (first, second) = (await site.UserAsync(), await site.UserAsync("ownertwo"));
        await site.ExecuteAsync($"INSERT INTO eveonline.characters (id, name) VALUES (96000001, 'Sold Pilot'); INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) VALUES (96000001, 'hash-one', {first}, now())");
        var root = await site.RootAsync();
        const string list = "/admin/authentication/characterownership/";

        Assert.Equal(HttpStatusCode.Forbidden, (await root.GetAsync($"{list}add/")).Status);
        var form = await root.OpenAsync($"{list}96000001/change/");
        Assert.Null(form.Document.QuerySelector("[name=hash], [name=character]"));
        var saved = await root.PostAsync($"{list}96000001/change/", [Token(form), Hidden(form, "stamp"), new("user", "ownertwo"), new("hash", "forged"), new("character", "Somebody")]);

        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal("hash-one", await site.ReadAsync<string>("SELECT owner_hash FROM authentication.ownerships WHERE character_id = 96000001"));
        Assert.Equal(second.Value, await site.ReadAsync<int>("SELECT user_id FROM authentication.ownerships WHERE character_id = 96000001"));
    }

    [Fact]
    public async Task The_second_of_two_admins_reads_that_it_changed_and_nothing_is_overwritten()
    {
        var (owner, next, last) = (await site.UserAsync(), await site.UserAsync("earlyadmin"), await site.UserAsync("lateadmin"));
        await site.ExecuteAsync($"INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) VALUES (96000002, 'hash-two', {owner}, now())");
        var root = await site.RootAsync();
        const string page = "/admin/authentication/characterownership/96000002/change/";
        var (early, late) = (await root.OpenAsync(page), await root.OpenAsync(page));

        await early.SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "earlyadmin" });
        var refused = await late.SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "lateadmin" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains(site.Say("admin.form.changed"), refused.AllText, StringComparison.Ordinal);
        Assert.Equal(next.Value, await site.ReadAsync<int>("SELECT user_id FROM authentication.ownerships WHERE character_id = 96000002"));
        Assert.NotEqual(last, owner);
    }

    [Fact]
    public async Task A_form_that_was_sent_twice_adds_once()
    {
        await site.UserAsync("twiceadded");
        await site.ExecuteAsync("INSERT INTO eveonline.characters (id, name) VALUES (96000003, 'Twice Clicked')");
        var root = await site.RootAsync();
        var form = await root.OpenAsync($"{Records}add/");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["character"] = "Twice Clicked", ["hash"] = "hash-three", ["user"] = "twiceadded" };

        await Task.WhenAll(form.SubmitAsync("#item-form", fields), form.SubmitAsync("#item-form", fields));

        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM authentication.ownership_records WHERE owner_hash = 'hash-three'"));
    }

    [Fact]
    public async Task What_is_wrong_stands_beside_its_field_and_nothing_is_stored()
    {
        var root = await site.RootAsync();
        var form = await root.OpenAsync($"{Records}add/");

        var again = await form.SubmitAsync("#item-form", new Dictionary<string, string>(StringComparer.Ordinal) { ["user"] = "nobody at all", ["hash"] = new string('x', 300) });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(site.Say("admin.form.unknown", "nobody at all"), again.Text("#field-user-wrap"), StringComparison.Ordinal);
        Assert.Contains(site.Say("admin.form.toolong", "254"), again.Text("#field-hash-wrap"), StringComparison.Ordinal);
        Assert.Contains(site.Say("admin.form.required"), again.Text("#field-character-wrap"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/eveonline/nothing/")]
    [InlineData("/admin/authentication/ownershiprecord/99999999/change/")]
    [InlineData("/admin/authentication/ownershiprecord/not-a-number/change/")]
    [InlineData("/admin/authentication/ownershiprecord/99999999/delete/")]
    [InlineData("/admin/authentication/ownershiprecord/99999999/history/")]
    [InlineData("/admin/runs/00000000-0000-0000-0000-000000000000/")]
    public async Task What_is_not_there_is_not_found(string address)
    {
        var root = await site.RootAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync(address)).Status);
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
    public async Task Settings_are_for_superusers_and_name_no_secret()
    {
        var root = await site.RootAsync();
        var (staff, _) = await site.StaffAsync("django_celery_beat.view_periodictask");

        var page = await root.OpenAsync("/admin/settings/");

        Assert.Contains("Sso:ClientId", page.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated-secret", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(AppFixture.MasterKey, page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync("/admin/settings/")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await staff.GetAsync("/admin/outbox/")).Status);
    }

    [Fact]
    public async Task A_job_is_started_by_hand_once_however_often_it_is_asked_for()
    {
        var root = await site.RootAsync();
        var (viewer, _) = await site.StaffAsync("django_celery_beat.view_periodictask");
        var page = await root.OpenAsync("/admin/jobs/");
        Assert.Contains("admin.clean-up", page.Text("#jobs"), StringComparison.Ordinal);

        await root.PostAsync("/admin/jobs/run/", [Token(page), new("job", "admin.clean-up")]);
        await Eventually.TrueAsync(async () => await site.ReadAsync<long>("SELECT count(*) FROM platform.job_history WHERE name = 'admin.clean-up'") > 0, "the job to run");

        Assert.Equal(HttpStatusCode.NotFound, (await root.PostAsync("/admin/jobs/run/", [Token(page), new("job", "no.such-job")])).Status);
        var own = await viewer.OpenAsync("/admin/jobs/");
        Assert.Null(own.Document.QuerySelector("form[action='/admin/jobs/run/']"));
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/admin/jobs/run/", [new("job", "admin.clean-up")])).Status);
    }

    [Fact]
    public async Task A_stuck_event_is_seen_tried_again_or_given_up_with_a_trace()
    {
        await site.ExecuteAsync("INSERT INTO eveonline.outbox (id, name, payload, occurred_at, attempts, next_attempt_at, last_error) VALUES ('01900000-0000-7000-8000-000000000001', 'eveonline.never-heard-of.v1', '{}', now(), 10, now(), 'InvalidOperationException: nobody knows it')");
        var root = await site.RootAsync();
        var page = await root.OpenAsync("/admin/outbox/");
        Assert.Contains("nobody knows it", page.AllText, StringComparison.Ordinal);

        await root.PostAsync("/admin/outbox/drop/", [Token(page), new("schema", "eveonline"), new("event", "01900000-0000-7000-8000-000000000001")]);
        await site.DeliverEventsAsync();

        Assert.Equal(0, await site.ReadAsync<long>("SELECT count(*) FROM eveonline.outbox WHERE name = 'eveonline.never-heard-of.v1'"));
        Assert.Equal(1, await site.ReadAsync<long>("SELECT count(*) FROM admin.changes WHERE cause = 'admin.outbox.dropped' AND kind = 'Deleted'"));
    }

    [Fact]
    public async Task A_change_that_is_told_twice_is_kept_once()
    {
        var told = new Shared.Changes.ChangeRecorded(Guid.CreateVersion7(), DateTimeOffset.UnixEpoch, "authentication", "state", "3", "Member", Shared.Changes.ChangeKind.Changed, [], null);

        for (var i = 0; i < 2; i++)
        {
            await site.DoAsync(async s => await s.GetRequiredService<MediatR.IMediator>().Publish(told));
        }

        Assert.Equal(1, await site.ReadAsync<long>($"SELECT count(*) FROM admin.changes WHERE event_id = '{told.EventId}'"));
    }

    [Fact]
    public async Task More_than_a_hundred_are_worked_through_by_a_job_that_shows_how_far_it_is()
    {
        await CorporationsAsync(97_200_000, 150, "Doomed");
        var root = await site.RootAsync();
        var list = await root.OpenAsync($"{Corporations}?q=Doomed");

        var confirm = await root.PostAsync($"{Corporations}act/", [Token(list), new("action", "delete"), new("all", "true"), new("list.q", "Doomed")]);
        Assert.Contains("150", confirm.AllText, StringComparison.Ordinal);
        var run = await confirm.SubmitAsync("#confirm-form", button: "button");
        Assert.StartsWith("/admin/runs/", run.Address.AbsolutePath, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => await site.ReadAsync<long>("SELECT count(*) FROM eveonline.corporations WHERE name LIKE 'Doomed%'") == 0, "all to be deleted");

        await Eventually.TrueAsync(async () => (await root.OpenAsync(run.Address.AbsolutePath)).AllText.Contains("Done to 150", StringComparison.Ordinal), "the page to say so");
        var (other, _) = await site.StaffAsync(AdminSite.AllOfUsers);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(run.Address.AbsolutePath)).Status);
    }

    [Fact, Rule("ADM-010")]
    public async Task Filters_offer_only_corporations_of_mains_and_select_users_by_their_main()
    {
        var (user, _) = (await site.UserAsync("filtered"), await site.UserAsync("unfiltered"));
        await site.ExecuteAsync($"UPDATE authentication.users SET main_character_id = 96000020, main_name = 'Filter Main', main_corporation_id = 97300001, main_corporation_name = 'Occurring Corp' WHERE id = {user}");
        await CorporationsAsync(97_300_100, 1, "Unseen Corp");
        var root = await site.RootAsync();
        await site.DoAsync(s => s.GetRequiredService<Microsoft.Extensions.Caching.Hybrid.HybridCache>().RemoveByTagAsync("admin.filters.authentication").AsTask());

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

        var confirm = await root.PostAsync($"{AdminSite.States}act/", [Token(list), new("action", "delete"), new("items", state.ToString(CultureInfo.InvariantCulture)), new("items", "1")]);
        Assert.Contains(site.Say("authentication.state.guest.delete"), confirm.AllText, StringComparison.Ordinal);
        await confirm.SubmitAsync("#confirm-form", button: "button");

        Assert.Equal(0, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.states WHERE id = {state}"));
        Assert.Equal(1, await site.ReadAsync<int>($"SELECT state FROM authentication.users WHERE id = {user}"));
    }

    [Fact, Rule("ADM-021")]
    public async Task Factions_are_chosen_among_those_with_a_militia()
    {
        var root = await site.RootAsync();

        var form = await root.OpenAsync("/admin/eveonline/evefactioninfo/add/");
        var offered = form.Document.QuerySelectorAll("select[name=entity] option").Select(o => o.GetAttribute("value")).Where(v => v is { Length: > 0 }).ToList();

        Assert.Contains("500001", offered);
        Assert.DoesNotContain("500006", offered);
        var without = await root.PostAsync("/admin/eveonline/evefactioninfo/add/", [Token(form), new("entity", "500006")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
    }

    private static async Task<int> StatementsAsync(Func<Task<VisitedPage>> act)
    {
        // The site in development says with each answer how many statements it took.
        var page = await act();
        Assert.Equal(HttpStatusCode.OK, page.Status);
        var timing = string.Concat(page.Answer.Headers.GetValues("Server-Timing"));
        return int.Parse(timing.Split("desc=\"")[1].Split('"')[0], CultureInfo.InvariantCulture);
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

    private Task CorporationsAsync(long from, int count, string name = "Paged") => site.ExecuteAsync(
        $"INSERT INTO eveonline.corporations (id, name, ticker, member_count, is_closed, seen_at) SELECT {from} + n, '{name} ' || n, 'T' || n, 5, false, now() FROM generate_series(1, {count}) n ON CONFLICT DO NOTHING");

    private static string Total(VisitedPage page) => page.Text(".table-foot span").Split(' ')[^1];

    private static KeyValuePair<string, string> Token(VisitedPage page) => Hidden(page, "__RequestVerificationToken");

    private static KeyValuePair<string, string> Hidden(VisitedPage page, string name) => new(name, page.Find($"main input[name={name}], input[name={name}]").GetAttribute("value")!);
}
