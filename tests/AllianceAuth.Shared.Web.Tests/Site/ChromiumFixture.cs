using Microsoft.Playwright;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>The small site in a real Chromium, if this machine has one; the tests install nothing.</summary>
public sealed class ChromiumFixture : SiteFixture, IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task<IPage> OpenPageAsync(int width = 1400, bool dark = true, bool script = true, int? pilot = 1, int height = 1000, string? theme = null)
    {
        Skip.If(_browser is null, "There is no Chromium on this machine.");
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.AbsoluteUri,
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en",
            HasTouch = width < 768,
        });
        context.SetDefaultTimeout(30_000);
        if (pilot is { } number)
        {
            await context.AddCookiesAsync([new Cookie { Name = "pilot", Value = $"{number}", Url = Address.AbsoluteUri }]);
        }

        if (theme is not null)
        {
            await context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = Address.AbsoluteUri }]);
        }

        return await context.NewPageAsync();
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Assertions.SetDefaultExpectTimeout(15_000);
        if (Array.Find(Places, File.Exists) is not { } chromium)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await DisposeAsync();
    }
}
