using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web;
using AllianceAuth.Shared.Web.Responses;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Testing;

/// <summary>Renders one component with the framework's own renderer and reads it as a document. No site, no database.</summary>
public static class Markup
{
    /// <summary>A part with its view.</summary>
    public static Task<IHtmlDocument> Of<TComponent, TView>(TView view, Action<IServiceCollection>? services = null)
        where TComponent : IFragment<TView> =>
        Of<TComponent>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view }, services);

    /// <summary>A component with its parameters.</summary>
    /// <param name="parameters">By name.</param>
    /// <param name="services">What it injects besides what the library registers.</param>
    public static async Task<IHtmlDocument> Of<TComponent>(IDictionary<string, object?>? parameters = null, Action<IServiceCollection>? services = null)
        where TComponent : IComponent
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddRouting();
        var configuration = new ConfigurationBuilder().Build();
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddSharedWeb(configuration);
        collection.AddSingleton<IWebHostEnvironment, NoFiles>();
        collection.AddScoped<ICurrentUser, Nobody>();
        collection.AddScoped<AntiforgeryStateProvider, FixedToken>();
        services?.Invoke(collection);
        await using var provider = collection.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters ?? new Dictionary<string, object?>(StringComparer.Ordinal)))).ToHtmlString());
        return new HtmlParser().ParseDocument(html);
    }

    private sealed class Nobody : ICurrentUser
    {
        public ValueTask<AccessSnapshot?> FindAsync(CancellationToken cancellationToken) => ValueTask.FromResult<AccessSnapshot?>(null);
    }

    private sealed class FixedToken : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken GetAntiforgeryToken() => new("token-of-the-test", "__RequestVerificationToken");
    }

    private sealed class NoFiles : IWebHostEnvironment
    {
        public string WebRootPath { get; set; } = "";

        public IFileProvider WebRootFileProvider { get; set; } = new NullFileProvider();

        public string ApplicationName { get; set; } = "Markup";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();

        public string ContentRootPath { get; set; } = "";

        public string EnvironmentName { get; set; } = "Test";
    }
}
