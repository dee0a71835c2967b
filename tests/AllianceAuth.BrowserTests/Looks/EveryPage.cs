using AllianceAuth.Shared.Modules;
using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests.Looks;

/// <summary>Every page, wide and on a phone, in both looks: axe finds nothing, nothing is broken, nothing scrolls sideways, every text is one.</summary>
[Collection(OnTheFilledSite.Name)]
public sealed class EveryPage(FilledSite site)
{
    private const int Wide = 1400;
    private const int Phone = 390;
    private const int NarrowPhone = 360;

    // Letters arrive after the page, and buttons fade from one colour to the other.
    private const string ColoursHaveSettled = """
        new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
            .then(() => document.fonts.ready)
            .then(() => Promise.allSettled(document.getAnimations().filter(a => a instanceof CSSTransition).map(a => a.finished)))
            .then(() => true)
        """;

    public static TheoryData<string> Names => [.. Sight.All.Select(s => s.Name)];

    [SkippableTheory, MemberData(nameof(Names))]
    public async Task Stands_in_nobodys_way(string name)
    {
        var page = await site.OpenAsync(Sight.All.Single(s => s.Name == name), Wide, dark: true);
        var complaints = new List<string>();
        foreach (var width in new[] { Wide, Phone })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ReloadAsync(new PageReloadOptions { WaitUntil = WaitUntilState.Load });
            foreach (var look in new[] { ColorScheme.Dark, ColorScheme.Light })
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = look, ReducedMotion = ReducedMotion.Reduce });
                await page.EvaluateAsync(ColoursHaveSettled);
                complaints.AddRange((await page.RunAxe()).Violations.SelectMany(v => v.Nodes.Select(n =>
                    $"{v.Id} at {width}, {look}: {n.Html} {string.Join(' ', n.Any.Concat(n.All).Select(a => a.Message))}")));
            }

            complaints.AddRange(await SidewaysAsync(page, width));
        }

        await page.SetViewportSizeAsync(NarrowPhone, 800);
        complaints.AddRange(await SidewaysAsync(page, NarrowPhone));
        complaints.AddRange(await page.EvaluateAsync<string[]>("[...document.images].filter(i => i.complete && i.naturalWidth === 0).map(i => `broken picture: ${i.src}`)"));
        complaints.AddRange(await page.EvaluateAsync<string[]>(KeysInsteadOfWords, site.Services.GetServices<IModule>().Select(m => m.Name.ToLowerInvariant()).Append("web")));
        await page.Context.CloseAsync();

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private const string KeysInsteadOfWords = """
        (homes) => {
            const key = new RegExp(`^(${homes.join("|")})(\\.[a-z0-9_-]+){2,}$`);
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            while (walk.nextNode()) {
                const text = walk.currentNode.data.trim();
                // A job's name looks like a key; it stands in the address of its page.
                if (key.test(text) && !walk.currentNode.parentElement.closest("a")?.href.includes(text)) found.push(`a key instead of words: ${text}`);
            }
            return found;
        }
        """;

    private const string TooWide = """
        [...document.querySelectorAll('main *')]
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(-4).map(e => `${e.tagName.toLowerCase()}#${e.id}.${e.className} ${e.textContent.trim().slice(0, 40)}`)
        """;

    private static async Task<IEnumerable<string>> SidewaysAsync(IPage page, int width)
    {
        var over = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return over > 0 ? [$"scrolls {over} px sideways at {width}: {string.Join(", ", await page.EvaluateAsync<string[]>(TooWide))}"] : [];
    }
}
