using AllianceAuth.Testing.Site;
using Microsoft.Playwright;

namespace AllianceAuth.BrowserTests;

/// <summary>The real site in a real Chromium.</summary>
public sealed class BrowserFixture : AppFixture
{
    /// <summary>Where Debian installs it.</summary>
    public const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A fresh browser profile on the site.</summary>
    /// <param name="script">Whether JavaScript is on.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="dark">What the system prefers.</param>
    public async Task<IPage> OpenAsync(bool script = true, int width = 1400, bool dark = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.AbsoluteUri,
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = width, Height = 1000 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en",
        });
        context.SetDefaultTimeout(15_000);
        return await context.NewPageAsync();
    }

    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        await base.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <inheritdoc />
    public override async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
            _playwright?.Dispose();
            await base.DisposeAsync();
        }
    }
}
