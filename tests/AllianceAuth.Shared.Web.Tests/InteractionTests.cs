using System.Text.RegularExpressions;
using AllianceAuth.Shared.Web.Tests.Site;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace AllianceAuth.Shared.Web.Tests;

/// <summary>What htmx and our scripts make of the pages, in a real browser.</summary>
public sealed class InteractionTests(ChromiumFixture site) : IClassFixture<ChromiumFixture>
{
    [SkippableFact]
    public async Task A_click_changes_the_card_and_says_so_in_a_toast()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/card/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        await Expect(page.Locator("#card h3")).ToHaveTextAsync("Joined");
        await Expect(page.Locator("#toasts .toast-note")).ToContainTextAsync("Done for Scouts.");
        Assert.EndsWith("/card/", page.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_same_form_works_without_script()
    {
        var page = await site.OpenPageAsync(script: false);
        await page.GotoAsync("/card/");

        await page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        await Expect(page.Locator(".callout")).ToContainTextAsync("Done for Scouts.");
        Assert.EndsWith("/card/", page.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_fault_never_lands_in_a_card()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/ui-kit");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "A fault by htmx" });

        await button.ClickAsync();

        await Expect(page.Locator("#toasts .toast-note")).ToContainTextAsync(new Regex("[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(button).ToBeVisibleAsync();
        await Expect(page.Locator("#toasts .toast-note")).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task A_dead_server_is_said_and_nothing_is_lost()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/card/");
        await page.RouteAsync("**/card/join/", route => route.AbortAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        await Expect(page.Locator("#toasts .toast-note")).ToContainTextAsync("does not answer");
        await Expect(page.Locator("#typed input[name=fleet]")).ToHaveValueAsync("Home defence");
    }

    [SkippableFact]
    public async Task An_old_token_is_renewed_so_that_the_second_press_works()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/card/");
        await page.EvaluateAsync("for (const f of document.querySelectorAll('input[name=__RequestVerificationToken]')) f.value = 'old'");
        var join = page.GetByRole(AriaRole.Button, new() { Name = "Join" });

        await join.ClickAsync();
        await Expect(page.Locator("#toasts .toast-note")).ToContainTextAsync("Press the button once more");
        await join.ClickAsync();

        await Expect(page.Locator("#card h3")).ToHaveTextAsync("Joined");
    }

    [SkippableFact]
    public async Task An_ended_session_brings_the_login_and_remembers_the_page()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/card/?tab=2");
        await page.Context.ClearCookiesAsync(new() { Name = "pilot" });

        await page.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();

        await page.WaitForURLAsync("**/account/login/?next=%2Fcard%2F%3Ftab%3D2");
    }

    [SkippableFact]
    public async Task The_search_box_opens_by_key_and_jumps()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/dashboard/");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("timers");
        await Expect(page.Locator("#command-hits .item")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/timers/");
    }

    [SkippableFact]
    public async Task Without_script_the_search_box_is_a_page()
    {
        var page = await site.OpenPageAsync(script: false);
        await page.GotoAsync("/dashboard/");

        await page.Locator(".search-open").ClickAsync();
        await page.Locator("main input[name=q]").FillAsync("sable");
        await page.Locator("main form button").ClickAsync();

        await Expect(page.Locator("main .command-hits .item")).ToContainTextAsync("Sable Wrenfield");
    }

    [SkippableFact]
    public async Task A_table_sorts_searches_and_pages_in_place_and_the_address_says_so()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/ui-kit");
        var table = page.Locator("#k-table");

        await table.GetByRole(AriaRole.Link, new() { Name = "Ship" }).ClickAsync();
        await Expect(table.Locator("th[aria-sort=ascending]")).ToHaveTextAsync("Ship");
        Assert.Contains("sort=ship", page.Url, StringComparison.Ordinal);
        await table.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        await Expect(table.Locator(".table-foot")).ToContainTextAsync("26–50 of 64");
        await page.GoBackAsync();
        await Expect(table.Locator(".table-foot")).ToContainTextAsync("1–25 of 64");
        await page.Locator("#k-nav input[type=search]").PressSequentiallyAsync("sabre");
        await Expect(table.Locator("tbody tr")).ToHaveCountAsync(11);
    }

    [SkippableFact]
    public async Task A_field_is_looked_at_as_it_is_left_and_keeps_what_was_typed()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/ui-kit");
        var field = page.Locator("#field-fleet");

        await field.FillAsync("ab");
        await field.BlurAsync();
        await Expect(page.Locator("#field-fleet-error")).ToContainTextAsync("three letters");
        await Expect(field).ToHaveValueAsync("ab");
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await field.FillAsync("Home defence");
        await field.BlurAsync();

        await Expect(page.Locator("#field-fleet-error")).ToHaveCountAsync(0);
        await Expect(page.Locator("#field-payout-error")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task What_a_reader_unfolded_stays_unfolded_when_the_part_around_it_is_drawn_anew()
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/ui-kit");
        await page.EvaluateAsync(
            """
            async () => {
              const card = (text) => `<div id="folded"><p>${text}</p><details><summary>Code</summary>${text}</details></div>`;
              document.querySelector("main").insertAdjacentHTML("beforeend", card("before"));
              document.querySelector("#folded details").open = true;
              await htmx.swap({ sourceElement: document.querySelector("#folded"), target: "#folded", swap: "outerMorph", text: card("after") });
            }
            """);

        await Expect(page.Locator("#folded p")).ToHaveTextAsync("after");
        await Expect(page.Locator("#folded details")).ToHaveAttributeAsync("open", "");
    }

    [SkippableTheory]
    [InlineData("flatly")]
    [InlineData("darkly")]
    [InlineData("materia")]
    [InlineData("superhero")]
    public async Task A_Bootswatch_theme_shows_the_same_parts(string theme)
    {
        var page = await site.OpenPageAsync();
        await page.GotoAsync("/dashboard/");
        await page.Locator("[popovertarget=user-menu]").ClickAsync();
        await page.Locator("#menu-theme").SelectOptionAsync(theme);
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-skin", theme);

        await page.GotoAsync("/ui-kit");

        await Expect(page.Locator("#k-table tbody tr").First).ToBeVisibleAsync();
        await Shoot(page, $"skin-{theme}");
    }

    [SkippableFact]
    public async Task Choosing_a_language_is_enough()
    {
        var page = await site.OpenPageAsync(pilot: null);
        await page.GotoAsync("/ui-kit/public");

        await page.Locator("select[name=language]").SelectOptionAsync("de");

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        Assert.EndsWith("/ui-kit/public", page.Url, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_confirmation_names_the_consequence_and_opens_without_script()
    {
        var page = await site.OpenPageAsync(script: false);
        await page.GotoAsync("/ui-kit");

        await page.Locator("[popovertarget=k-confirm]").First.ClickAsync();
        await Expect(page.Locator("#k-confirm")).ToContainTextAsync("This cannot be undone.");
        await page.Locator("#k-confirm .btn-danger").ClickAsync();

        await Expect(page.Locator(".callout").First).ToContainTextAsync("Copied");
    }

    [SkippableFact]
    public async Task On_a_phone_the_menu_is_a_drawer_that_needs_no_script()
    {
        var page = await site.OpenPageAsync(width: 390, script: false, height: 844);
        await page.GotoAsync("/dashboard/");
        await Expect(page.Locator("#sidebar")).ToBeHiddenAsync();

        await page.Locator("[popovertarget=sidebar]").First.ClickAsync();

        await Expect(page.Locator("#sidebar")).ToBeVisibleAsync();
        await Shoot(page, "drawer");
    }

    [SkippableFact]
    public async Task The_rail_and_the_open_menus_stand_in_nobodys_way()
    {
        var page = await site.OpenPageAsync(width: 900);
        await page.GotoAsync("/dashboard/");
        await Shoot(page, "rail");
        await page.SetViewportSizeAsync(1400, 800);

        await page.Locator("[popovertarget=user-menu]").ClickAsync();
        await Expect(page.Locator("#user-menu")).ToBeVisibleAsync();
        await Shoot(page, "user-menu");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#user-menu")).ToBeHiddenAsync();
        await page.Locator("[popovertarget=bell]").ClickAsync();
        await Shoot(page, "bell");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#command-hits .item").First).ToBeVisibleAsync();
        await Shoot(page, "command-box");
    }

    private static async Task Shoot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("AA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png") });
        }
    }
}
