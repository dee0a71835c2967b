using AllianceAuth.Shared.Infrastructure.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.BrowserTests;

/// <summary>The real site in a real Chromium, with an administrator and a state for members.</summary>
public class BrowserFixture : AppFixture
{
    /// <summary>Where Debian installs it.</summary>
    public const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The clock of site and EVE, for tests to put forward.</summary>
    public FakeClock Time { get; } = FakeClock.Running();

    /// <inheritdoc />
    protected override TimeProvider Clock => Time;

    /// <summary>A fresh browser profile on the site.</summary>
    /// <param name="script">Whether JavaScript is on.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="dark">What the system prefers.</param>
    /// <param name="visitor">Whose cookies the browser begins with.</param>
    public async Task<IPage> OpenAsync(bool script = true, int width = 1400, bool dark = true, Visitor? visitor = null)
    {
        Skip.If(_browser is null, $"{Chromium} is not installed.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.AbsoluteUri,
            JavaScriptEnabled = script,
            ViewportSize = new ViewportSize { Width = width, Height = width < 768 ? 844 : 1000 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = "en",
        });
        context.SetDefaultTimeout(15_000);
        if (visitor is not null)
        {
            await context.AddCookiesAsync(visitor.Cookies.GetCookies(Address).Select(c => new Microsoft.Playwright.Cookie { Name = c.Name, Value = c.Value, Url = Address.AbsoluteUri }));
        }

        return await context.NewPageAsync();
    }

    /// <summary>A visitor without a browser who is signed in as the superuser.</summary>
    public async Task<Visitor> NewAdminAsync()
    {
        var visitor = NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }

    /// <summary>The text of the newest mail to an address.</summary>
    public Task<string> ReadMailAsync(string to) => AskAsync(async services =>
    {
        var mailbox = services.GetRequiredService<Mailbox>();
        var header = (await mailbox.ListAsync(200, CancellationToken.None)).First(m => m.To == to);
        return (await mailbox.FindAsync(header.Id, CancellationToken.None))!.Text;
    });

    /// <inheritdoc />
    public override async Task InitializeAsync()
    {
        if (!File.Exists(Chromium))
        {
            return;
        }

        await base.InitializeAsync();
        await this.FurnishAsync();
        _playwright = await Playwright.CreateAsync();
        // Several sites and browsers start at once: what is right a few seconds later is right.
        Assertions.SetDefaultExpectTimeout(15_000);
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

/// <summary>Tests that share one site and one Chromium.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheSite : ICollectionFixture<BrowserFixture>
{
    public const string Name = "On the site";
}
