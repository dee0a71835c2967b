using System.Text.Json;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class DashboardTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact, Rule("AUTH-062"), Rule("AUTH-064"), Rule("AUTH-040")]
    public async Task A_pilot_adds_an_alt_and_makes_it_the_main()
    {
        var (visitor, main) = await site.RegisterAsync();
        var alt = site.AltOf(main);

        var dashboard = await SiteFixture.ThroughEveAsync(visitor, "/account/characters/add/", alt);
        Assert.Equal("/dashboard/", dashboard.Address.AbsolutePath);
        Assert.Contains($"{alt.Name} is one of your characters now.", dashboard.AllText, StringComparison.Ordinal);
        Assert.Equal(2, dashboard.Document.QuerySelectorAll("#characters tbody tr").Length);

        var choice = await visitor.OpenAsync("/account/characters/main/");
        var changed = await choice.SubmitAsync("#choose-main", new Dictionary<string, string> { ["character"] = $"{alt.Id}" });

        Assert.Equal(alt.Name, changed.Text("#main-character h1"));
        Assert.Contains($"{alt.Name} is your main now.", changed.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-063"), Rule("AUTH-089")]
    public async Task Nobody_adds_a_character_without_being_signed_in()
    {
        foreach (var address in new[] { "/account/characters/add/", "/account/characters/main/", "/dashboard/", "/" })
        {
            Assert.Equal("/account/login/", (await site.NewVisitor().OpenAsync(address)).Address.AbsolutePath);
        }
    }

    [Fact]
    public async Task An_alt_cannot_sign_in_and_is_told_why()
    {
        var (visitor, main) = await site.RegisterAsync();
        var alt = site.AltOf(main);
        await SiteFixture.ThroughEveAsync(visitor, "/account/characters/add/", alt);

        var refused = await SiteFixture.ThroughEveAsync(site.NewVisitor(), "/sso/login", alt);

        Assert.Equal("/account/login/", refused.Address.AbsolutePath);
        Assert.Contains($"{alt.Name} is an alt of an account here.", refused.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-090"), Rule("AUTH-092"), Rule("AUTH-093")]
    public async Task The_dashboard_shows_main_state_reason_groups_and_permissions()
    {
        var (visitor, main) = await site.RegisterAsync();
        await site.AskAsync(async s =>
        {
            var (db, mediator) = (s.GetRequiredService<AuthenticationDb>(), s.GetRequiredService<IMediator>());
            var user = await db.Users.Where(u => u.MainCharacterId == main.Id).Select(u => u.Id).SingleAsync();
            foreach (var name in new[] { "Zeal", "Armour", "Medics" })
            {
                var group = await mediator.Send(new CreateGroup($"{name} {main.Id}"));
                await mediator.Send(new SetGroupPermissions(group, ["auth.timer_view"], null));
                await mediator.Send(new AddToGroups([new(user, group)], null, "authentication.audit.group"));
            }

            return true;
        });

        var page = await visitor.OpenAsync("/dashboard/");

        Assert.Equal("Guest", page.Text("#main-character .badge"));
        Assert.StartsWith("Guest is open to every pilot.", page.Text("#main-character p"), StringComparison.Ordinal);
        Assert.Equal([$"Armour {main.Id}", $"Medics {main.Id}", $"Zeal {main.Id}"], page.Document.QuerySelectorAll("#my-groups .chip").Select(c => c.TextContent.Trim()));
        Assert.Contains("Can view structure timers", page.Text("#permissions"), StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector("#admin-status"));
    }

    [Fact, Rule("AUTH-085"), Rule("AUTH-093"), Rule("AUTH-095")]
    public async Task A_superuser_without_a_main_sees_the_red_notice_the_site_s_state_and_the_job_counts()
    {
        using var root = await site.RootAsync();

        var page = await root.OpenAsync("/dashboard/");
        var counts = await root.GetAsync("/task-counts/");

        Assert.Contains("You have no main", page.Text("#main-character"), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("#admin-status"));
        using var json = JsonDocument.Parse(counts.Body);
        Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty("tasks_running").ValueKind);
        Assert.Equal(JsonValueKind.Number, json.RootElement.GetProperty("tasks_queued").ValueKind);
    }

    [Fact, Rule("AUTH-085")]
    public async Task A_superuser_signs_in_with_a_character_for_the_main_and_with_EVE_from_then_on()
    {
        using var root = await site.RootAsync("captain");
        var main = site.NextCharacter();
        var page = await root.OpenAsync("/account/characters/main/");

        var eve = await page.SubmitAsync("form[action='/account/characters/main/sso/']");
        var dashboard = await SiteFixture.ChooseAsync(root, eve, main);
        Assert.Equal(main.Name, dashboard.Text("#main-character h1"));

        var visitor = site.NewVisitor();
        Assert.Equal(main.Name, (await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main)).Text("#main-character h1"));
        Assert.NotNull((await visitor.OpenAsync("/dashboard/")).Document.QuerySelector("#admin-status"));
    }

    [Fact, Rule("AUTH-095")]
    public async Task Others_do_not_see_the_job_counts()
    {
        var (visitor, _) = await site.RegisterAsync();

        Assert.Equal("/dashboard/", (await visitor.GetAsync("/task-counts/")).Location);
    }

    [Fact]
    public async Task The_dashboard_takes_two_statements_cold_and_none_warm()
    {
        var (visitor, main) = await site.RegisterAsync();
        await SiteFixture.ThroughEveAsync(visitor, "/account/characters/add/", site.AltOf(main));
        await site.DeliverEventsAsync();
        var (app, address) = await site.StartNodeAsync();
        await using var node = app;

        var cold = await visitor.OpenAsync(new Uri(address, "/dashboard/").AbsoluteUri);
        var warm = await visitor.OpenAsync(new Uri(address, "/dashboard/").AbsoluteUri);
        await app.StopAsync();

        Assert.Equal(main.Name, warm.Text("#main-character h1"));
        Assert.InRange(cold.Statements, 1, 2);
        Assert.Equal(0, warm.Statements);
    }
}
