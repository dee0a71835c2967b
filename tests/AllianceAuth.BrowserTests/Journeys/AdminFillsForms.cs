using AllianceAuth.Authentication.Contracts;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>An admin types names into the forms of groups and states and presses Enter.</summary>
[Collection(OnTheSite.Name)]
public sealed class AdminFillsForms(BrowserFixture site)
{
    [SkippableFact]
    public async Task Enter_takes_one_name_after_the_other_and_leads_nowhere()
    {
        var page = await OpenAsync("/admin/groupmanagement/group/add/");
        await page.EvaluateAsync("() => { window.loadedOnce = true; }");
        await page.Locator("#field-name").FillAsync("Quartermasters");

        await page.Locator("#pick-leaders").FillAsync("Nobody Atall");
        await page.Locator("#pick-leaders").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#pick-leaders-error")).ToContainTextAsync("Nobody Atall");
        await Assertions.Expect(page.Locator("#pick-leaders")).ToHaveValueAsync("Nobody Atall");
        await page.Locator("#pick-leaders").FillAsync(Furnishing.AdminName);
        await page.Locator("#pick-leaders").PressAsync("Enter");

        await Assertions.Expect(page.Locator("input[name=leaders]")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#pick-leaders")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#pick-leaders")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#field-name")).ToHaveValueAsync("Quartermasters");
        await LookAsync(page, "group-form");
        Assert.True(await page.EvaluateAsync<bool>("() => window.loadedOnce === true"), "The page was loaded again.");
        Assert.DoesNotContain(await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindGroups(null))), g => g.Name == "Quartermasters");
    }

    [SkippableFact]
    public async Task In_the_form_of_a_state_Enter_takes_a_corporation_and_saves_nothing()
    {
        var page = await OpenAsync("/admin/authentication/state/add/");
        await page.EvaluateAsync("() => { window.loadedOnce = true; }");
        await page.Locator("#field-name").FillAsync("Skirmishers");
        var corporation = site.Eve.Universe.CorporationOf(site.Cast.Pilot(Furnishing.OurAlliance));

        await page.Locator("#pick-corporations").FillAsync(corporation.Name);
        await page.Locator("#pick-corporations").PressAsync("Enter");

        await Assertions.Expect(page.Locator($"input[name=corporations][value='{corporation.Id}']")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#pick-corporations")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#pick-corporations")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#field-name")).ToHaveValueAsync("Skirmishers");
        await LookAsync(page, "state-form");
        Assert.True(await page.EvaluateAsync<bool>("() => window.loadedOnce === true"), "The page was loaded again.");
        Assert.DoesNotContain(await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new FindStates())), s => s.Name == "Skirmishers");
    }

    [SkippableFact]
    public async Task In_the_form_of_a_smart_group_Enter_removes_no_filter_and_a_removed_filter_leaves_nothing_ticked()
    {
        var page = await OpenAsync("/admin/groupmanagement/smartgroup/add/");
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var before = await page.Locator("#smart-form fieldset").CountAsync();
            await page.Locator("#new-0").SelectOptionAsync("authentication.filter.state");
            await page.Locator("button[value='add:0']").ClickAsync();
            await Assertions.Expect(page.Locator("#smart-form fieldset")).ToHaveCountAsync(before + 1);
        }

        await page.Locator("input[name=f0-states]").First.CheckAsync();
        await page.Locator("input[name=grace]").FillAsync("3");
        await page.Locator("input[name=grace]").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#smart-form fieldset")).ToHaveCountAsync(2);
        await LookAsync(page, "smart-form");
        await page.Locator("button[value='remove:0:0']").ClickAsync();

        await Assertions.Expect(page.Locator("#smart-form fieldset")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("#smart-form fieldset input:checked")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("input[name=grace]")).ToHaveValueAsync("3");
    }

    private static async Task LookAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("AA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            foreach (var width in new[] { 390, 1400 })
            {
                await page.SetViewportSizeAsync(width, 1000);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.{width}.png") });
            }
        }
    }

    private async Task<IPage> OpenAsync(string address)
    {
        Skip.IfNot(File.Exists(BrowserFixture.Chromium), $"{BrowserFixture.Chromium} is not installed.");
        var page = await site.OpenAsync(visitor: await site.NewAdminAsync());
        await page.GotoAsync(address);
        return page;
    }
}
