using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>A leader ticks some of several requests, decides them together, and takes a wrong decision back.</summary>
[Collection(OnTheSite.Name)]
public sealed class LeaderDecidesMany(BrowserFixture site)
{
    private const string Ticks = "#request-table td.pick input";

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

        await Assertions.Expect(page.Locator("#request-table tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#reject-many")).ToBeHiddenAsync();
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
        await Assertions.Expect(page.Locator("#request-table tbody tr")).ToHaveCountAsync(1);
        await LookAsync(page, "accepted");
        await page.Locator("#toasts form[data-undo] button").First.ClickAsync();

        await Assertions.Expect(page.Locator("#request-table tbody tr")).ToHaveCountAsync(2);
    }

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
            using var pilot = site.NewVisitor();
            await pilot.SignInAsync(site.Cast.Pilot(Furnishing.OurAlliance));
            await (await pilot.OpenAsync("/groups/")).SubmitAsync($"#group-{id} form");
        }

        return id;
    }

    private async Task<IPage> OpenAsync(GroupId group, bool script = true)
    {
        var page = await site.OpenAsync(script, visitor: await site.NewAdminAsync());
        await page.GotoAsync($"/groupmanagement/requests/?group={group}");
        await Assertions.Expect(page.Locator("#request-table")).ToBeVisibleAsync();
        return page;
    }
}
