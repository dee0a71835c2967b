using System.Globalization;
using System.Net;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class AdminTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Pilots_do_not_get_in()
    {
        var (visitor, _) = await site.RegisterAsync();

        foreach (var address in new[] { "/admin/", "/admin/authentication/state/", "/admin/authentication/user/", "/admin/authentication/state/1/change/" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync(address)).Status);
        }
    }

    [Fact, Rule("AUTH-010"), Rule("AUTH-016")]
    public async Task An_admin_adds_a_state_by_name_of_the_corporation_sees_who_is_in_it_and_deletes_it()
    {
        using var root = await site.RootAsync();
        var (visitor, main) = await site.RegisterAsync();
        var corporation = site.Eve.Universe.CorporationOf(main);

        var form = await root.OpenAsync("/admin/authentication/state/add/");
        var list = await form.SubmitAsync("#state-form", new Dictionary<string, string> { ["name"] = "Wing", ["priority"] = "777", ["corporations_add"] = corporation.Name });

        Assert.Equal("/admin/authentication/state/", list.Address.AbsolutePath);
        var dashboard = await visitor.OpenAsync("/dashboard/");
        Assert.Equal("Wing", dashboard.Text("#main-character .badge"));
        Assert.Contains($"Wing because {corporation.Name} is on its list.", dashboard.Text("#main-character"), StringComparison.Ordinal);

        var edit = await root.OpenAsync(list.Document.QuerySelectorAll("#items a").Single(a => a.TextContent == "Wing").GetAttribute("href")!);
        await (await edit.OpenAsync(edit.Find("#delete-state").GetAttribute("href")!)).SubmitAsync("#confirm-form", button: "button");
        Assert.Equal("Guest", (await visitor.OpenAsync("/dashboard/")).Text("#main-character .badge"));
    }

    [Fact]
    public async Task Mistakes_stand_beside_their_fields_and_nothing_typed_is_lost()
    {
        using var root = await site.RootAsync();
        var form = await root.OpenAsync("/admin/authentication/state/add/");

        var again = await form.SubmitAsync("#state-form", new Dictionary<string, string> { ["name"] = "Wing", ["priority"] = "many", ["corporations_add"] = "No Such Corporation At All" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("many", again.Find("input[name=priority]").GetAttribute("value"));
        Assert.Contains("Type a whole number.", again.AllText, StringComparison.Ordinal);
        Assert.Contains("No Such Corporation At All", again.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_new_names_are_refused_before_EVE_is_asked_and_stay_in_their_field()
    {
        using var root = await site.RootAsync();
        var form = await root.OpenAsync("/admin/authentication/state/add/");
        var names = string.Join("; ", Enumerable.Range(1, 21).Select(n => $"Unheard Of {n}"));
        site.Eve.Requests.Clear();

        var again = await form.SubmitAsync("#state-form", new Dictionary<string, string> { ["name"] = "Wing", ["priority"] = "778", ["corporations_add"] = names });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(site.Say("authentication.state.entity.toomany", "21", "20"), again.AllText, StringComparison.Ordinal);
        Assert.Equal(names, again.Find("input[name=corporations_add]").GetAttribute("value"));
        Assert.Empty(site.Eve.Requests.To("/universe/ids"));
    }

    [Fact]
    public async Task A_name_that_EVE_does_not_know_stays_in_its_field_beside_those_it_knows()
    {
        using var root = await site.RootAsync();
        var corporation = site.Eve.Universe.CorporationOf(site.NextCharacter());
        var form = await root.OpenAsync("/admin/authentication/state/add/");

        var again = await form.SubmitAsync(
            "#state-form",
            new Dictionary<string, string> { ["name"] = "Wing", ["priority"] = "779", ["corporations_add"] = $"{corporation.Name}; No Such Corporation; no such corporation" });

        Assert.Equal("No Such Corporation", again.Find("input[name=corporations_add]").GetAttribute("value"));
        Assert.NotNull(again.Document.QuerySelector($"input[name=corporations][value='{corporation.Id}']"));
    }

    [Fact]
    public async Task Enter_takes_names_into_the_form_of_a_state_and_moves_nobody()
    {
        using var root = await site.RootAsync();
        var corporation = site.Eve.Universe.CorporationOf(site.NextCharacter());
        var form = await root.OpenAsync("/admin/authentication/state/add/");
        Assert.Equal("take", form.Find("button[form=state-form], #state-form button").GetAttribute("value"));

        var taken = await form.SubmitAsync(
            "#state-form", new Dictionary<string, string> { ["name"] = "", ["do"] = "take", ["corporations_add"] = $"{corporation.Name}; No Such Corporation" });

        Assert.Equal(HttpStatusCode.OK, taken.Status);
        Assert.NotNull(taken.Document.QuerySelector($"input[name=corporations][value='{corporation.Id}']"));
        Assert.Equal("No Such Corporation", taken.Find("input[name=corporations_add]").GetAttribute("value"));
        Assert.DoesNotContain(site.Say("authentication.state.name.length", "32"), taken.AllText, StringComparison.Ordinal);
        Assert.Equal(0, await site.ReadAsync<long>($"SELECT count(*) FROM authentication.state_members WHERE entity_id = {corporation.Id}"));
    }

    [Fact]
    public async Task More_entries_than_a_state_can_have_are_refused_and_none_is_left_out_in_silence()
    {
        using var root = await site.RootAsync();
        var form = await root.OpenAsync("/admin/authentication/state/add/");
        var token = form.Find("#state-form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var entries = Enumerable.Range(1, 10_001).Select(n => new KeyValuePair<string, string>("characters", (90_000_000 + n).ToString(CultureInfo.InvariantCulture)));

        var again = await root.PostAsync(
            "/admin/authentication/state/add/", [new("__RequestVerificationToken", token), new("name", "Crowd"), new("priority", "780"), new("revision", "0"), .. entries]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(site.Say("authentication.state.entries.toomany", 10_001.ToString("N0", CultureInfo.InvariantCulture), 10_000.ToString("N0", CultureInfo.InvariantCulture)), again.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_admins_reads_that_the_state_changed()
    {
        using var root = await site.RootAsync();
        var (first, second) = (await root.OpenAsync("/admin/authentication/state/3/change/"), await root.OpenAsync("/admin/authentication/state/3/change/"));

        await first.SubmitAsync("#state-form", new Dictionary<string, string> { ["priority"] = "101" });
        var late = await second.SubmitAsync("#state-form", new Dictionary<string, string> { ["priority"] = "102" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("Somebody else changed this state meanwhile", late.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-019"), Rule("AUTH-020")]
    public async Task An_admin_finds_a_user_switches_them_off_and_on_and_the_page_remembers_who_did()
    {
        using var root = await site.RootAsync();
        var (visitor, main) = await site.RegisterAsync();
        var list = await root.OpenAsync($"/admin/authentication/user/?q={Uri.EscapeDataString(main.Name)}");
        var href = list.Find("#items td.head a").GetAttribute("href")!;

        await SetAsync(await root.OpenAsync(href), active: false);
        await site.DeliverEventsAsync();
        Assert.Contains("may sign in", (await root.OpenAsync(href.Replace("/change/", "/history/", StringComparison.Ordinal))).Text("#history"), StringComparison.Ordinal);
        Assert.Equal("/account/login/", (await visitor.OpenAsync("/dashboard/")).Address.AbsolutePath);

        await SetAsync(await root.OpenAsync(href), active: true);
        Assert.Equal("/dashboard/", (await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main)).Address.AbsolutePath);

        async Task<VisitedPage> SetAsync(VisitedPage page, bool active)
        {
            var token = page.Find("#user-form input[name=__RequestVerificationToken]").GetAttribute("value")!;
            var revision = page.Find("#user-form input[name=revision]").GetAttribute("value")!;
            List<KeyValuePair<string, string>> fields = [new("__RequestVerificationToken", token), new("revision", revision)];
            if (active)
            {
                fields.Add(new("active", "true"));
            }

            return await root.PostAsync(href, fields, follow: true);
        }
    }

    [Theory]
    [InlineData("lastlogin")]
    [InlineData("-lastlogin")]
    public async Task Users_last_seen_at_the_same_moment_stand_on_one_page_each(string sort)
    {
        using var root = await site.RootAsync();
        var name = $"tied{sort.Length}";
        await site.DoAsync(s => s.GetRequiredService<AuthenticationDb>().Database.ExecuteSqlAsync(
            $"""
            INSERT INTO authentication.users (id, user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state, language)
            OVERRIDING SYSTEM VALUE
            SELECT 900000 + {sort.Length} * 1000 + n, {name} || n, '', true, 1, false, false, 0, 0, now(), 1, '' FROM generate_series(1, 60) n ORDER BY md5(n::text)
            """));

        var shown = new List<string>();
        foreach (var page in Enumerable.Range(1, 3))
        {
            var list = await root.OpenAsync($"/admin/authentication/user/?q={name}&sort={sort}&size=25&page={page}");
            shown.AddRange(list.Document.QuerySelectorAll("#items td.head a[href$='/change/']").Select(a => a.GetAttribute("href")!).Distinct(StringComparer.Ordinal));
        }

        Assert.Equal(60, shown.Count);
        Assert.Equal(shown.Order(StringComparer.Ordinal), shown);
    }

    [Fact]
    public async Task A_deleted_user_is_gone_with_everything()
    {
        using var root = await site.RootAsync();
        var (visitor, main) = await site.RegisterAsync();
        var id = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.MainCharacterId == main.Id).Select(u => u.Id).SingleAsync());
        var page = await root.OpenAsync($"/admin/authentication/user/{id}/change/");

        await (await page.OpenAsync(page.Find("#delete-user").GetAttribute("href")!)).SubmitAsync("#confirm-form", button: "button");
        await site.DeliverEventsAsync();

        Assert.Equal("/account/login/", (await visitor.OpenAsync("/dashboard/")).Address.AbsolutePath);
        Assert.False(await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Ownerships.AnyAsync(o => o.UserId == id)));
        Assert.Equal(HttpStatusCode.NotFound, (await root.GetAsync($"/admin/authentication/user/{id}/change/")).Status);
    }
}
