using System.Net;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Pages;

[Collection(OnThePagesSite.Name)]
public sealed class HealthPagesTests(PagesSite site)
{
    private const string Health = "/services/health/";

    [Fact]
    public async Task Without_the_permission_there_is_no_page_and_looking_alone_changes_nothing()
    {
        var pilot = await site.MemberAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await pilot.OpenAsync(Health)).Status);
        await site.GrantAsync("services.view_health", pilot.User);
        await site.PublishAsync(new Authentication.Contracts.PermissionsChanged(Guid.CreateVersion7(), site.Now, pilot.User, null, null));

        var page = await pilot.OpenAsync(Health);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("main form[method=post]"));
        foreach (var act in new[] { "pause/", "resume/", "check/", "example/pause/", "example/resume/", "example/check/", "example/dry-run/", "example/release/", "example/test/" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await pilot.ForgeAsync(Health + act)).Status);
        }
    }

    [Fact]
    public async Task Figures_say_what_should_exist_what_does_and_what_is_due()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 5);
        await site.RunAsync($"UPDATE services.accounts SET mark = mark + 1 WHERE user_id IN ({users[0]}, {users[1]})");
        await site.RunAsync($"UPDATE services.accounts SET trouble = 'services.trouble.noname' WHERE user_id = {users[1]}");
        await site.RunAsync($"UPDATE services.accounts SET drift = ARRAY['+Director'] WHERE user_id = {users[2]}");
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync(Health);

        var row = page.Find($"#row-{service.Name}");
        Assert.Equal(["5", "5", "2", "1", "1"], row.QuerySelectorAll("td.num").Take(5).Select(c => c.TextContent.Trim()));
        Assert.Contains(site.Say("services.health.due", "2"), page.Text($"#row-{service.Name}"), StringComparison.Ordinal);
        Assert.Contains(site.Say("services.trouble.noname"), page.Text("#failing"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_service_takes_nothing_away_until_it_goes_on()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        using var warden = await site.WardenAsync();
        var page = await warden.OpenAsync(Health);

        var paused = await page.SubmitAsync($"form[action='{Health}{service.Name}/pause/']", partial: true);
        await site.DeactivateAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        Assert.Contains(site.Say("services.health.paused"), paused.Text($"#row-{service.Name}"), StringComparison.Ordinal);
        Assert.True(service.Accounts.ContainsKey(user));
        await paused.SubmitAsync($"form[action='{Health}{service.Name}/resume/']", partial: true);
        await site.KeepAsync(service.Name);
        Assert.False(service.Accounts.ContainsKey(user));
    }

    [Fact]
    public async Task A_dry_run_lists_what_would_change_and_changes_nothing()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 3);
        await site.RevokeAsync(service.Permission, users[0]);
        await site.SetAsync([users[1]], "main_name = 'Renamed Pilot'");
        using var warden = await site.WardenAsync();

        var started = await (await warden.OpenAsync(Health)).SubmitAsync($"form[action='{Health}{service.Name}/dry-run/']");
        Assert.Contains(site.Say("services.dryrun.running"), started.Text("#dry-run"), StringComparison.Ordinal);
        await site.RunJobAsync("services.dry-run", service.Name);
        var page = await warden.OpenAsync($"{Health}?dry={service.Name}");

        Assert.Single(page.Document.QuerySelectorAll("#dry-run li.loses"));
        Assert.Contains(site.Say("services.cause.permission"), page.Text("#dry-run li.loses"), StringComparison.Ordinal);
        Assert.Contains("Renamed Pilot", page.Text("#dry-run li.changes"), StringComparison.Ordinal);
        Assert.Equal(3, service.Accounts.Count);
        Assert.False((await site.AccountAsync(service.Name, users[0]))!.IsDue);
        Assert.Empty((await warden.OpenAsync($"{Health}?dry={service.Name}&kind=other")).Document.QuerySelectorAll("#dry-run li.loses"));
    }

    [Fact]
    public async Task A_dry_run_that_fails_for_good_is_not_waited_for()
    {
        var service = site.NewService();
        await site.PilotsAsync(service, 1);
        service.NameTrouble = new InvalidOperationException("No name for that.");
        using var warden = await site.WardenAsync();
        await (await warden.OpenAsync(Health)).SubmitAsync($"form[action='{Health}{service.Name}/dry-run/']");

        await Assert.ThrowsAsync<InvalidOperationException>(() => site.RunJobAsync("services.dry-run", service.Name));
        Assert.Contains(site.Say("services.dryrun.running"), (await warden.OpenAsync($"{Health}?dry={service.Name}")).Text("#dry-run"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => site.RunJobAsync("services.dry-run", service.Name, attempt: 4));

        var page = await warden.OpenAsync($"{Health}?dry={service.Name}");
        Assert.Contains(site.Say("services.dryrun.gone"), page.Text("#dry-run"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("services.dryrun.running"), page.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applying_has_everybody_looked_at_and_put_right()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        await site.RevokeAsync(service.Permission, users[0]);
        using var warden = await site.WardenAsync();

        await (await warden.OpenAsync($"{Health}{service.Name}/")).SubmitAsync("#do-check");
        await site.KeepAsync(service.Name);

        Assert.Equal([users[1]], service.Accounts.Keys);
    }

    [Fact]
    public async Task A_dry_run_stays_when_the_page_is_loaded_again()
    {
        var service = site.NewService();
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync(Health);
        var form = page.Find($"form[action='{Health}{service.Name}/dry-run/']");
        var shown = await page.SubmitAsync($"form[action='{Health}{service.Name}/dry-run/']");

        Assert.False(form.HasAttribute("hx-post"), "An answer in place has no address of its own.");
        Assert.Equal($"{Health}?dry={service.Name}", shown.Address.PathAndQuery);
        Assert.NotNull((await warden.OpenAsync(shown.Address.PathAndQuery)).Document.QuerySelector("#dry-run"));
    }

    [Fact]
    public async Task Whoever_asks_for_a_dry_run_or_a_check_is_told_when_it_ends()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        await site.RevokeAsync(service.Permission, users[0]);
        using var warden = await site.WardenAsync();
        var me = await site.WardenIdAsync();

        await (await warden.OpenAsync($"{Health}{service.Name}/")).SubmitAsync("#do-dry-run");
        await site.RunJobAsync("services.dry-run", service.Name);
        Assert.Equal((1, 0), (await site.ToldAsync(me, "services.notice.dryrun.title", service), await site.ToldAsync(me, "services.notice.check.title", service)));
        await (await warden.OpenAsync($"{Health}?dry={service.Name}")).SubmitAsync("#apply-dry-run form");
        await site.KeepAsync(service.Name);
        await site.SweepAsync(service.Name);

        Assert.Equal((1, 1), (await site.ToldAsync(me, "services.notice.dryrun.title", service), await site.ToldAsync(me, "services.notice.check.title", service)));
    }

    [Fact]
    public async Task Applying_a_dry_run_asks_first_and_names_the_numbers()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 3);
        await site.RevokeAsync(service.Permission, users[0]);
        using var warden = await site.WardenAsync();
        await (await warden.OpenAsync($"{Health}{service.Name}/")).SubmitAsync("#do-dry-run");
        await site.RunJobAsync("services.dry-run", service.Name);

        var question = (await warden.OpenAsync($"{Health}?dry={service.Name}")).Text("#apply-dry-run");

        Assert.Contains(site.Say("services.dryrun.apply.question", service.Description.Title, "1", "0"), question, StringComparison.Ordinal);
        Assert.Contains(site.Say("services.dryrun.apply.consequence"), question, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Running_work_says_who_asked_for_it()
    {
        var service = site.NewService();
        using var warden = await site.WardenAsync();
        await (await warden.OpenAsync($"{Health}{service.Name}/")).SubmitAsync("#do-check");
        await site.RunAsync($"UPDATE services.states SET running = 'services.running.sweep', running_since = now(), running_total = 4 WHERE name = '{service.Name}'");
        var name = (await site.SendAsync(new Authentication.Contracts.FindUsers([await site.WardenIdAsync()]))).Single().Name;

        var running = (await warden.OpenAsync(Health)).Text("#running");
        await site.KeepAsync(service.Name);

        Assert.Contains(site.Say("services.running.by", name), running, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_follows_the_engine_carries_the_head_of_the_page_with_it()
    {
        var service = site.NewService();
        using var warden = await site.WardenAsync();
        var page = await warden.OpenAsync($"{Health}{service.Name}/");
        Assert.NotNull(page.Document.QuerySelector("#service #do-pause"));

        var paused = await (await warden.OpenAsync(Health)).SubmitAsync($"form[action='{Health}{service.Name}/pause/']", partial: true);

        Assert.NotNull(paused.Document.QuerySelector("#health #pause-all"));
        page = await warden.OpenAsync($"{Health}{service.Name}/");
        Assert.NotNull(page.Document.QuerySelector("#service #do-resume"));
        Assert.Contains(site.Say("services.health.paused"), page.Text("#service .page-head"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_of_the_connection_asks_in_a_job_and_says_what_it_found()
    {
        using var warden = await site.WardenAsync();

        var asked = await (await warden.OpenAsync($"{Health}{PagesSite.Example}/")).SubmitAsync("#do-test");
        Assert.Contains(site.Say("services.test.running"), asked.Text("#test"), StringComparison.Ordinal);
        await site.RunJobAsync("services.test", PagesSite.Example);

        var page = await warden.OpenAsync($"{Health}{PagesSite.Example}/");
        Assert.Contains(site.Say("services.test.fine"), page.Text("#test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_fails_or_is_heard_of_no_more_says_so()
    {
        var (failing, lost) = (site.NewService(), site.NewService());
        failing.Trouble = _ => new InvalidOperationException("Line 3.");
        using var warden = await site.WardenAsync();
        await (await warden.OpenAsync($"{Health}{failing.Name}/")).SubmitAsync("#do-test");
        await (await warden.OpenAsync($"{Health}{lost.Name}/")).SubmitAsync("#do-test");
        var again = await (await warden.OpenAsync($"{Health}{lost.Name}/")).SubmitAsync("#do-test");
        Assert.Contains(site.Say("services.test.running"), again.Text("#test"), StringComparison.Ordinal);

        await site.RunJobAsync("services.test", failing.Name);
        Assert.Contains(site.Say("services.test.lost"), (await warden.OpenAsync($"{Health}{failing.Name}/")).Text("#test"), StringComparison.Ordinal);

        site.Advance(TimeSpan.FromMinutes(3));
        Assert.Contains(site.Say("services.test.lost"), (await warden.OpenAsync($"{Health}{lost.Name}/")).Text("#test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_to_end_is_held_only_while_the_brake_is_on()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        await site.FreezeAsync(service, true);
        await site.TakeAsync(service, [users[0]]);
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync($"{Health}{service.Name}/");

        Assert.Contains(site.Say("services.standing.leaving"), page.Text($"#account-{users[0]}"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.Say("services.account.toend"), page.Text($"#account-{users[0]}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accounts_are_sorted_by_the_time_of_their_last_check_as_it_is_shown()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 3);
        await site.RunAsync($"UPDATE services.accounts SET checked_at = now() + interval '1 hour' WHERE user_id = {users[0]}");
        await site.RunAsync($"UPDATE services.accounts SET applied_at = now() - interval '1 hour' WHERE user_id = {users[1]}");
        await site.RunAsync($"UPDATE services.accounts SET checked_at = now() - interval '2 hours', applied_at = now() WHERE user_id = {users[2]}");
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync($"{Health}{service.Name}/?sort=checked");

        Assert.Equal([$"account-{users[1]}", $"account-{users[2]}", $"account-{users[0]}"], page.Document.QuerySelectorAll("#accounts tbody tr").Select(r => r.Id!));
    }

    [Fact]
    public async Task Accounts_are_found_by_pilot_and_by_what_is_due()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 3);
        var name = service.Accounts[users[1]].Name;
        await site.RunAsync($"UPDATE services.accounts SET drift = ARRAY['gone'] WHERE user_id = {users[2]}");
        using var warden = await site.WardenAsync();

        Assert.Equal([$"account-{users[1]}"], await RowsAsync(warden, $"?q={Uri.EscapeDataString(name)}"));
        Assert.Equal([$"account-{users[2]}"], await RowsAsync(warden, "?show=drift"));
        Assert.Empty(await RowsAsync(warden, "?show=failing"));
        Assert.Equal(3, (await RowsAsync(warden, "")).Count);

        async Task<IReadOnlyList<string>> RowsAsync(Visitor visitor, string query) =>
            [.. (await visitor.OpenAsync($"{Health}{service.Name}/{query}")).Document.QuerySelectorAll("#accounts tbody tr").Select(r => r.Id!)];
    }

    [Fact]
    public async Task One_pilots_history_says_what_was_done_and_why()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.DeactivateAsync(service.Name, user);
        await site.KeepAsync(service.Name);
        using var warden = await site.WardenAsync();

        var page = await warden.OpenAsync($"{Health}pilot/{user}/");

        var title = service.Description.Title;
        Assert.Contains(site.Say("services.history.activated", title, site.Say("services.cause.activated")), page.Text("#history"), StringComparison.Ordinal);
        Assert.Contains(site.Say("services.history.removed", title, site.Say("services.cause.ownwish")), page.Text("#history"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await warden.OpenAsync($"{Health}pilot/2147483647/")).Status);
        Assert.NotNull((await warden.OpenAsync($"/admin/authentication/user/{user}/change/")).Document.QuerySelector($"a[href='{Health}pilot/{user}/']"));
    }

    [Fact]
    public async Task A_history_that_is_cut_off_says_so()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        using var warden = await site.WardenAsync();
        Assert.DoesNotContain(site.Say("services.history.more", "200"), (await warden.OpenAsync($"{Health}pilot/{user}/")).Text("#history"), StringComparison.Ordinal);
        await site.RunAsync(
            $"INSERT INTO services.history (at, service, user_id, kind, cause, cause_arguments, added, removed, is_counted) SELECT now(), '{service.Name}', {user}, 1, 'services.cause.groups', '{{}}', '{{}}', '{{}}', false FROM generate_series(1, 200)");

        Assert.Contains(site.Say("services.history.more", "200"), (await warden.OpenAsync($"{Health}pilot/{user}/")).Text("#history"), StringComparison.Ordinal);
    }

    [Fact, Rule("SVC-074"), Rule("C-41"), Rule("C-42")]
    public async Task The_user_list_offers_to_make_groups_and_names_of_the_chosen_right_on_each_service()
    {
        var service = site.NewService(ServiceAbilities.Groups | ServiceAbilities.DisplayNames);
        var plain = site.NewService(ServiceAbilities.None);
        var users = await site.PilotsAsync(service, 2);
        await site.SetAsync(users, "main_name = 'Another ' || id");
        using var warden = await site.WardenAsync();
        var list = await warden.OpenAsync("/admin/authentication/user/");
        var actions = list.Document.QuerySelectorAll("#bulk-action option").Select(o => o.TextContent).ToList();
        Assert.Contains(site.Say("services.admin.syncgroups", service.Description.Title), actions);
        Assert.Contains(site.Say("services.admin.syncnicknames", service.Description.Title), actions);
        Assert.DoesNotContain(actions, a => a.Contains(plain.Description.Title, StringComparison.Ordinal));

        var question = await list.PostAsync("/admin/authentication/user/act/", [.. Token(list), new("action", $"syncnicknames-{service.Name}"), new("items", $"{users[0]}")]);
        await question.SubmitAsync("#confirm-form", button: "button[name=confirm]");
        await site.KeepAsync(service.Name);

        Assert.Equal($"Another {users[0]}", service.Accounts[users[0]].Name);
        Assert.NotEqual($"Another {users[1]}", service.Accounts[users[1]].Name);
    }

    [Fact, Rule("SVC-072")]
    public async Task The_administration_lists_the_accounts_of_a_service_with_their_owners()
    {
        var (pilot, other) = (await site.ActivePilotAsync(), await site.ActivePilotAsync());
        var access = (await site.SendAsync(new Authentication.Contracts.AccessOf([pilot.User]))).Single();
        using var warden = await site.WardenAsync();

        var found = await warden.OpenAsync($"/admin/example/exampleuser/?q={Uri.EscapeDataString(pilot.Name)}");

        var row = Assert.Single(found.Document.QuerySelectorAll("#items tbody tr")).TextContent;
        Assert.Contains(access.UserName, row, StringComparison.Ordinal);
        Assert.Contains("Member", row, StringComparison.Ordinal);
        Assert.Contains(access.Main!.CorporationName, row, StringComparison.Ordinal);
        Assert.Contains(found.Document.QuerySelectorAll("#items img"), i => i.GetAttribute("src")!.Contains($"characters/{access.Main.CharacterId}/", StringComparison.Ordinal));
        foreach (var (filter, fits) in new[] { ($"state={access.State}", true), ("state=2147483647", false), ($"maincorporation={access.Main.CorporationId}", true), ("maincorporation=1", false), ("joined=week", true) })
        {
            var filtered = await warden.OpenAsync($"/admin/example/exampleuser/?{filter}&q={Uri.EscapeDataString(pilot.Name)}");
            Assert.Equal(fits ? 1 : 0, filtered.Document.QuerySelectorAll("#items tbody tr").Length);
        }

        var inOrder = await site.ReadAsync<string>(
            $"SELECT string_agg(user_id::text, ',' ORDER BY login_name) FROM services.accounts WHERE service = 'example' AND user_id IN ({pilot.User}, {other.User})");
        var rows = (await warden.OpenAsync("/admin/example/exampleuser/?size=200")).Document.QuerySelectorAll("#items tbody tr").Select(r => r.TextContent).ToList();
        var listed = new[] { pilot, other }.OrderBy(p => rows.FindIndex(r => r.Contains(p.Name, StringComparison.Ordinal)));
        Assert.Equal(inOrder, string.Join(',', listed.Select(p => p.User)));
    }

    [Fact]
    public async Task The_page_takes_as_many_statements_for_many_accounts_as_for_few()
    {
        using var warden = await site.WardenAsync();
        await WarmAsync();
        var before = (await warden.OpenAsync(Health)).Statements;
        await site.PilotsAsync(site.NewService(), 40);
        await WarmAsync();

        var after = await warden.OpenAsync(Health);

        Assert.InRange(after.Statements, 1, 4);
        Assert.Equal(before, after.Statements);

        // What the menu keeps in the cache, for moments only, is not counted.
        async Task WarmAsync()
        {
            await site.DoAsync(s => s.GetRequiredService<HeldServices>().DropAsync(CancellationToken.None).AsTask());
            await warden.OpenAsync(Health);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Token(VisitedPage page) =>
        [new("__RequestVerificationToken", page.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!)];
}
