using System.Collections.Concurrent;
using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Web.Preferences;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests.Site;

/// <summary>A small site around the library, on a free loopback port: no database, no modules but one made for it.</summary>
public class SiteFixture : IAsyncLifetime
{
    private WebApplication? _site;

    public Uri Address { get; private set; } = null!;

    public string CustomFolder { get; } = Directory.CreateTempSubdirectory("aa-custom").FullName;

    /// <summary>Settings that differ from the fixture's own.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    internal Preferences Stored { get; } = new();

    internal LogLines Log { get; } = new();

    internal HeldClock Clock { get; } = new();

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(CustomFolder, "css"));
        await File.WriteAllTextAsync(Path.Combine(CustomFolder, "css", "custom.css"), "/* ours */");
        Directory.CreateDirectory(Path.Combine(CustomFolder, "texts"));
        await File.WriteAllTextAsync(Path.Combine(CustomFolder, "texts", "fr.json"), """{ "web.undo": "Oups" }""");

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(SiteFixture).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Site:Name"] = "Lanternfall Auth",
            ["Site:Tagline"] = "Keep the lantern lit.",
            ["Site:Url"] = "http://localhost",
            ["Site:Development"] = "true",
            ["Custom:Folder"] = CustomFolder,
            ["EveImages:BaseUrl"] = "/pictures",
            ["WebSecurity:FormOrigins:1"] = "http://sso.test",
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddAuthentication("test").AddScheme<AuthenticationSchemeOptions, TestSession>("test", null);
        builder.Services.AddScoped<ICurrentUser, TestUser>();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSharedWeb(builder.Configuration);
        builder.Services.AddSingleton<IPreferenceStore>(Stored);
        var module = new TestModule();
        builder.Services.AddSingleton<IModule>(module);
        module.AddServices(builder.Services, builder.Configuration);

        _site = builder.Build();
        _site.UseSharedWeb();
        _site.MapSharedWeb();
        module.MapEndpoints(_site.MapModules());
        _site.MapGet("/pictures/{kind}/{id:long}/{variant}", Picture).AllowAnonymous();
        await _site.StartAsync();
        Address = new Uri(_site.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        await _site!.DisposeAsync();
        Directory.Delete(CustomFolder, recursive: true);
    }

    public TService Get<TService>()
        where TService : notnull => _site!.Services.GetRequiredService<TService>();

    /// <summary>A browser without script that follows no redirect.</summary>
    /// <param name="pilot">Who is signed in: 1 has a main and is staff, 2 has none; null for nobody.</param>
    /// <param name="language">What the browser asks for.</param>
    public Browser Open(int? pilot = 1, string language = "en") => new(Address, pilot, language);

    // Stands in for EVE's image server: a round face on a colour that follows from the id.
    private static ContentHttpResult Picture(long id, string kind)
    {
        var hue = id * 47 % 360;
        var shape = kind == "characters"
            ? "<circle cx='32' cy='26' r='13' fill='#f3d9c4'/><path d='M8 64c2-18 46-18 48 0z' fill='#2b3442'/>"
            : "<path d='M32 8 54 20v24L32 56 10 44V20z' fill='#ffffff' opacity='.75'/>";
        return TypedResults.Text(
            string.Create(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 64 64'><rect width='64' height='64' fill='hsl({hue} 45% 42%)'/>{shape}</svg>"),
            "image/svg+xml");
    }

    internal sealed class Preferences : IPreferenceStore
    {
        public ConcurrentQueue<string> Saved { get; } = new();

        public bool Fails { get; set; }

        public Task SaveLanguageAsync(UserId user, string language, CancellationToken cancellationToken) => Save($"{user} language {language}");

        public Task SaveThemeAsync(UserId user, string theme, CancellationToken cancellationToken) => Save($"{user} theme {theme}");

        public Task SaveNightModeAsync(UserId user, bool nightMode, CancellationToken cancellationToken) => Save($"{user} night {nightMode}");

        private Task Save(string what)
        {
            if (Fails)
            {
                throw new InvalidOperationException("The profile cannot be written.");
            }

            Saved.Enqueue(what);
            return Task.CompletedTask;
        }
    }
}
