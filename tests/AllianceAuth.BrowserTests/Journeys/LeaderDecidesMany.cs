using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>A leader decides requests, one or several together, and takes a wrong decision back.</summary>
[Collection(OnTheSite.Name)]
public sealed class LeaderDecidesMany(BrowserFixture site)
{
    private const string Ticks = "#request-table td.pick input";
    private const string Waiting = "#request-table tbody tr:not(.is-settled)";

    [SkippableFact]
    public async Task The_bar_counts_what_is_ticked_and_rejecting_asks_first()
    {
        var page = await OpenAsync(await AskAsync("Couriers", 3));
        await Assertions.Expect(page.Locator("#decide-many button[aria-haspopup]")).ToBeDisabledAsync();

        await page.Locator(Ticks).Nth(0).CheckAsync();
        await page.Locator(Ticks).Nth(1).CheckAsync();
        await Assertions.Expect(page.Locator("#decide-many > span").First).ToContainTextAsync("2");
        await Assertions.Expect(page.Locator("#decide-many button[value=accept]")).ToHaveTextAsync("Accept 2");
        await LookAsync(page, "picked");
        await page.Locator("#decide-many button[aria-haspopup]").ClickAsync();
        await LookAsync(page, "reject-many");
        await Assertions.Expect(page.Locator("#request-table tbody tr")).ToHaveCountAsync(3);
        await page.Locator("#reject-many button[value=reject]").ClickAsync();

        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#request-table tr.is-settled")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#reject-many")).ToBeHiddenAsync();
        await LookAsync(page, "rejected-many");
        await page.Locator("#toasts form[data-undo] button").ClickAsync();
        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(3);
    }

    [SkippableFact]
    public async Task Clear_takes_all_ticks_off()
    {
        var page = await OpenAsync(await AskAsync("Stewards", 2));

        await page.Locator("[data-pick-all]").CheckAsync();
        await Assertions.Expect(page.Locator("#decide-many > span").First).ToContainTextAsync("2");
        await page.Locator("#decide-many button[type=reset]").ClickAsync();

        await Assertions.Expect(page.Locator($"{Ticks}:checked")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-pick-all]")).Not.ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#decide-many button[value=accept]")).ToBeDisabledAsync();
    }

    [SkippableFact]
    public async Task The_bar_is_there_without_script_too()
    {
        var page = await OpenAsync(await AskAsync("Menders", 3), script: false);

        await page.Locator(Ticks).Nth(0).CheckAsync();
        await page.Locator(Ticks).Nth(1).CheckAsync();
        await page.Locator("#decide-many button[aria-haspopup]").ClickAsync();
        await page.Locator("#reject-many button[value=reject]").ClickAsync();

        await Assertions.Expect(page.Locator("body")).ToContainTextAsync(site.Say("groupmanagement.decide.manyrejected", "2"));
    }

    [SkippableFact]
    public async Task A_wrong_decision_is_taken_back_from_the_toast()
    {
        var page = await OpenAsync(await AskAsync("Lamplighters", 2));

        await page.Locator("#request-table tbody tr").First.Locator("form[action*='/accept/'] button").ClickAsync();
        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(1);
        await LookAsync(page, "accepted");
        await page.Locator("#toasts form[data-undo] button").First.ClickAsync();

        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(2);
    }

    [SkippableFact]
    public async Task A_decided_request_keeps_its_place_while_others_come_and_is_gone_with_the_next_visit()
    {
        var group = await AskAsync("Wardens", 2);
        var page = await OpenAsync(group);
        await page.Locator("#request-table tbody tr").First.Locator("form[action*='/accept/'] button").ClickAsync();
        await Assertions.Expect(page.Locator("#request-table tbody tr").First).ToHaveClassAsync("is-settled");

        await AskAsync(group);

        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#request-table tbody tr").First).ToHaveClassAsync("is-settled");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#request-table tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#request-table tr.is-settled")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task What_comes_shows_although_the_part_of_htmx_that_listens_arrived_late()
    {
        var group = await AskAsync("Stragglers", 1);
        var page = await site.OpenAsync(visitor: await site.NewAdminAsync());
        await page.RouteAsync("**/hx-sse*", async route =>
        {
            await Task.Delay(700);
            await route.ContinueAsync();
        });
        await page.GotoAsync($"/groupmanagement/requests/?group={group}");
        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(1);

        await AskAsync(group);

        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(2);
    }

    [SkippableFact]
    public async Task An_undo_is_drawn_even_where_no_signal_comes()
    {
        var group = await AskAsync("Hermits", 1);
        var page = await site.OpenAsync(visitor: await site.NewAdminAsync());
        await page.RouteAsync("**/live/**", route => route.AbortAsync());
        await page.GotoAsync($"/groupmanagement/requests/?group={group}");
        await page.Locator("#request-table form[action*='/accept/'] button").ClickAsync();
        await Assertions.Expect(page.Locator("#request-table tr.is-settled")).ToHaveCountAsync(1);

        await page.Locator("#toasts form[data-undo] button").ClickAsync();

        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#toasts form[data-undo]")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_double_click_decides_one_request_and_does_not_take_it_back()
    {
        var page = await OpenAsync(await AskAsync("Sentries", 3));
        await ClickAgainAtEveryAnswerAsync(page, "#request-table form button");

        await page.Locator("#request-table tbody tr").First.Locator("form[action*='/accept/'] button").DblClickAsync();

        await Assertions.Expect(page.Locator("#request-table tr.is-settled")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("body")).ToHaveAttributeAsync("data-clicked-again", "BUTTON");
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(2);
    }

    [SkippableFact]
    public async Task A_double_click_on_Join_does_not_leave_again()
    {
        Skip.IfNot(File.Exists(BrowserFixture.Chromium), $"{BrowserFixture.Chromium} is not installed.");
        var group = await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new SetUpGroup("Greeters", "Come in.") { IsPublic = true, IsOpen = true }));
        await site.DeliverEventsAsync();
        using var pilot = site.NewVisitor();
        await pilot.SignInAsync(site.Cast.Pilot(Furnishing.OurAlliance));
        var page = await site.OpenAsync(visitor: pilot);
        await page.GotoAsync("/groups/");
        await ClickAgainAtEveryAnswerAsync(page, $"#group-{group} form button");

        await page.Locator($"#group-{group} form button").DblClickAsync();

        await Assertions.Expect(page.Locator("body")).ToHaveAttributeAsync("data-clicked-again", "BUTTON");
        await Assertions.Expect(page.Locator($"#group-{group} form[action*='/leave/']")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator($"#group-{group} form[action*='/leave/']")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task A_signal_leaves_a_leader_with_what_they_searched_for()
    {
        var group = await AskAsync("Heralds", 3);
        var page = await OpenAsync(group);
        var name = await page.Locator("#request-table tbody tr .pilot b, #request-table tbody tr .pilot a").First.InnerTextAsync();
        await page.Locator("#requests input[type=search]").PressSequentiallyAsync(name);
        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(1);
        await page.EvaluateAsync("() => document.addEventListener('htmx:after:swap', (e) => { if (e.detail.ctx.sourceElement.id === 'requests') document.body.dataset.looked = 'yes'; })");

        await AskAsync(group);

        await Assertions.Expect(page.Locator("body")).ToHaveAttributeAsync("data-looked", "yes");
        await Assertions.Expect(page.Locator(Waiting)).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#requests input[type=search]")).ToHaveValueAsync(name);
    }

    /// <summary>However fast or slow the machine: the second click comes right after the answer, on what is in the same place by then.</summary>
    private static Task ClickAgainAtEveryAnswerAsync(IPage page, string otherwise) => page.EvaluateAsync(
        """
        (otherwise) => {
          let at = null;
          document.addEventListener("pointerdown", (e) => { at = [e.clientX, e.clientY]; }, true);
          document.addEventListener("htmx:finally:request", (e) => {
            if (e.detail.ctx.sourceEvent?.type !== "submit") return;
            setTimeout(() => {
              const button = document.elementFromPoint(...at)?.closest("button") ?? document.querySelector(otherwise);
              document.body.dataset.clickedAgain = button.disabled ? "disabled" : button.tagName;
              button.click();
            });
          });
        }
        """,
        otherwise);

    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("AA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            foreach (var width in new[] { 390, 1400 })
            {
                await page.SetViewportSizeAsync(width, 1000);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"decide-{name}.{width}.png") });
            }
        }
    }

    private async Task<GroupId> AskAsync(string group, int pilots)
    {
        Skip.IfNot(File.Exists(BrowserFixture.Chromium), $"{BrowserFixture.Chromium} is not installed.");
        var id = await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new SetUpGroup(group, "Ask.") { IsPublic = true }));
        await site.DeliverEventsAsync();
        for (var i = 0; i < pilots; i++)
        {
            await AskAsync(id);
        }

        return id;
    }

    private async Task AskAsync(GroupId group)
    {
        using var pilot = site.NewVisitor();
        await pilot.SignInAsync(site.Cast.Pilot(Furnishing.OurAlliance));
        await (await pilot.OpenAsync("/groups/")).SubmitAsync($"#group-{group} form");
    }

    private async Task<IPage> OpenAsync(GroupId group, bool script = true)
    {
        var page = await site.OpenAsync(script, visitor: await site.NewAdminAsync());
        await page.GotoAsync($"/groupmanagement/requests/?group={group}");
        await Assertions.Expect(page.Locator("#request-table")).ToBeVisibleAsync();
        return page;
    }
}
