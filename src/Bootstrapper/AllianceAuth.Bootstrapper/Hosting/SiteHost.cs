using AllianceAuth.Bootstrapper.Checks;
using AllianceAuth.Bootstrapper.Development;
using AllianceAuth.Shared.Infrastructure;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Infrastructure.Postgres;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using AllianceAuth.Shared.Web.Errors;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Puts the site together: configuration, common parts, modules. Holds no feature.</summary>
public static class SiteHost
{
    /// <summary>Builds the application. The database is not touched before it starts.</summary>
    /// <param name="options">What the caller decided.</param>
    /// <param name="connectionString">PostgreSQL.</param>
    /// <param name="postgres">The embedded server to look after, if the site stands on one.</param>
    public static WebApplication Build(SiteOptions options, string connectionString, EmbeddedPostgres? postgres = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SiteHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = options.Environment,
        });
        AddSources(builder.Configuration, options);
        if (options.Urls is not null)
        {
            builder.WebHost.UseUrls(options.Urls);
        }

        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddSiteLogging(options);
        builder.Host.UseDefaultServiceProvider(provider =>
        {
            provider.ValidateScopes = true;
            provider.ValidateOnBuild = true;
        });

        var (modules, assemblies) = ModuleDiscovery.Find();
        AddServices(builder, options, connectionString, modules, assemblies);
        if (postgres is not null)
        {
            builder.Services.AddSingleton(postgres);
            builder.Services.AddHostedService<EmbeddedPostgresGuard>();
        }

        var app = builder.Build();
        Use(app, modules);
        return app;
    }

    /// <summary>Reads the same settings as the site will, for those who need one before it is built.</summary>
    internal static IConfigurationRoot ReadConfiguration(SiteOptions options)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true);
        AddSources(configuration, options);
        return configuration.Build();
    }

    private static void AddSources(IConfigurationBuilder configuration, SiteOptions options)
    {
        configuration.AddInMemoryCollection([new("Custom:Folder", Path.GetFullPath(Path.Combine(options.DataFolder, "custom")))]);
        configuration.AddJsonFile(Path.GetFullPath(Path.Combine(options.DataFolder, "settings.json")), optional: true, reloadOnChange: false);
        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(options.Overrides);
    }

    private static void AddServices(WebApplicationBuilder builder, SiteOptions options, string connectionString, IReadOnlyList<IModule> modules, IReadOnlyList<System.Reflection.Assembly> assemblies)
    {
        var services = builder.Services;
        services.AddDatabaseAndEvents(_ => connectionString, assemblies);
        services.AddPlatform(builder.Configuration, options.DataFolder);
        services.AddSharedWeb(builder.Configuration);
        services.AddSiteChecks();
        services.AddSingleton<DatabaseAway>();
        services.AddSingleton<IOutage>(provider => provider.GetRequiredService<DatabaseAway>());
        foreach (var module in modules)
        {
            services.AddSingleton(module);
            module.AddServices(services, builder.Configuration);
        }

        // Quartz puts the system's clock into the container, where it would win over the one that was asked for.
        services.RemoveAll<TimeProvider>();
        services.AddSingleton(options.Clock);
        options.ConfigureServices?.Invoke(services);
    }

    private static void Use(WebApplication app, IReadOnlyList<IModule> modules)
    {
        if (app.Environment.IsDevelopment())
        {
            app.UseStatementTiming();
        }

        app.UseSharedWeb();
        app.MapSharedWeb();
        app.MapHealth();
        app.MapMailbox();
        var routes = app.MapModules();
        foreach (var module in modules)
        {
            module.MapEndpoints(routes);
        }
    }
}
