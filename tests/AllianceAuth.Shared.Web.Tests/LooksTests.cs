using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

/// <summary>Every layout and part, in both looks, wide and on a phone. With AA_SCREENSHOTS set, pictures are written into that folder.</summary>
public sealed class LooksTests(ChromiumFixture site) : IClassFixture<ChromiumFixture>
{
    public static TheoryData<string, string, int, bool, int?> Views
    {
        get
        {
            var views = new TheoryData<string, string, int, bool, int?>();
            foreach (var (name, address, pilot) in new (string, string, int?)[]
            {
                ("ui-kit", "/ui-kit", 1), ("login", "/ui-kit/public", null), ("fault", "/ui-kit/fault", 1), ("forbidden", "/admin/secret/", 1),
                ("missing", "/nothing/here/", null), ("search", "/search/?q=s", 1), ("welcome", "/welcome/", null), ("maintenance", "/ui-kit/error/503", null),
            })
            {
                foreach (var width in new[] { 1400, 390 })
                {
                    views.Add(name, address, width, true, pilot);
                    views.Add(name, address, width, false, pilot);
                }
            }

            return views;
        }
    }

    [SkippableTheory, MemberData(nameof(Views))]
    public async Task Nothing_stands_in_the_way_of_anybody(string name, string address, int width, bool dark, int? pilot)
    {
        var page = await site.OpenPageAsync(width, dark, pilot: pilot, height: width < 768 ? 844 : 1000);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" && !message.Text.Contains("status of", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };

        await page.GotoAsync(address);
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var axe = await page.RunAxe();
        var sideways = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (Environment.GetEnvironmentVariable("AA_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.{(dark ? "dark" : "light")}.{width}.png"), FullPage = true });
        }

        complaints.AddRange(axe.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html} {string.Join(' ', n.Any.Select(a => a.Message))}")));
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        Assert.Equal(0, sideways);
    }

    public static TheoryData<string> Skins => [.. "cyborg darkly flatly minty solar".Split(' ')];

    [SkippableTheory, MemberData(nameof(Skins))]
    public async Task A_theme_of_Bootswatch_stands_in_nobody_s_way_either(string theme)
    {
        var page = await site.OpenPageAsync(theme: theme);
        var complaints = new List<string>();

        foreach (var (address, width) in new[] { ("/ui-kit", 1400), ("/ui-kit", 390), ("/ui-kit/public", 1400), ("/admin/secret/", 390) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
            Assert.Equal(theme, await page.GetAttributeAsync("html", "data-skin"));
            complaints.AddRange((await page.RunAxe()).Violations.SelectMany(v => v.Nodes.Select(n =>
                $"{v.Id} at {address}, {width}: {n.Html} {string.Join(' ', n.Any.Select(a => a.Message))}")));
            var sideways = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (sideways > 0)
            {
                complaints.Add($"{address} scrolls {sideways} px sideways at {width}");
            }
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [SkippableFact]
    public async Task A_chart_follows_a_window_that_is_made_narrow()
    {
        var page = await site.OpenPageAsync(width: 1400);
        await page.GotoAsync("/ui-kit", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await Eventually.TrueAsync(() => page.EvaluateAsync<bool>("[...document.querySelectorAll('canvas[data-chart]')].every(c => c.style.width)"), "charts are drawn");

        await page.SetViewportSizeAsync(390, 844);

        await Eventually.TrueAsync(() => page.EvaluateAsync<bool>("[...document.querySelectorAll('canvas[data-chart]')].every(c => c.getBoundingClientRect().right <= innerWidth)"), "charts fit");
        await Eventually.TrueAsync(() => page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing scrolls sideways");
    }
}
