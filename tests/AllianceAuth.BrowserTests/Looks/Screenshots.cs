namespace AllianceAuth.BrowserTests.Looks;

/// <summary>Pictures of every page for people to look at, written into the folder that AA_SCREENSHOTS names.</summary>
[Collection(OnTheFilledSite.Name)]
public sealed class Screenshots(FilledSite site)
{
    private const string AllPicturesAreThere = "[...document.images].every(i => i.complete && i.naturalWidth > 0)";

    public static TheoryData<string> Names => [.. Sight.All.Select(s => s.Name)];

    [SkippableTheory, MemberData(nameof(Names))]
    public async Task Are_taken(string name)
    {
        var folder = Environment.GetEnvironmentVariable("AA_SCREENSHOTS");
        Skip.If(string.IsNullOrEmpty(folder), "AA_SCREENSHOTS names no folder.");
        Directory.CreateDirectory(folder);
        foreach (var (width, dark) in new[] { (1400, true), (1400, false), (390, true), (390, false) })
        {
            var page = await site.OpenAsync(Sight.All.Single(s => s.Name == name), width, dark);
            // Pictures further down are fetched when they come near.
            await page.EvaluateAsync("for (const image of document.images) image.loading = 'eager'");
            // Playwright's own waiting evaluates text, which the page's policy forbids.
            await Eventually.TrueAsync(() => page.EvaluateAsync<bool>(AllPicturesAreThere), $"the pictures of {name}");
            await page.EvaluateAsync("document.fonts.ready");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.{(dark ? "dark" : "light")}.{width}.png"), FullPage = true });
            await page.Context.CloseAsync();
        }
    }
}
