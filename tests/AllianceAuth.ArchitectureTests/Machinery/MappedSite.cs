using System.Reflection;
using AllianceAuth.Bootstrapper.Hosting;
using AllianceAuth.Shared.Jobs;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.ArchitectureTests.Machinery;

/// <summary>The real site, put together with all modules but not started: enough to ask for its endpoints and jobs, without a database.</summary>
public sealed class MappedSite : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aa-mapped-");
    private WebApplication _app = null!;

    /// <summary>All endpoints of all modules and of the frame.</summary>
    internal IReadOnlyList<RouteEndpoint> Endpoints { get; private set; } = [];

    /// <summary>All jobs and how they run.</summary>
    internal IReadOnlyList<(Type Type, JobDefinition Definition)> Jobs { get; private set; } = [];

    /// <inheritdoc />
    public Task InitializeAsync()
    {
        _app = SiteHost.Build(
            new SiteOptions
            {
                DataFolder = _folder.FullName,
                Urls = "http://127.0.0.1:0",
                LogToConsole = false,
                Overrides = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["Site:Url"] = "http://127.0.0.1",
                    ["Sso:BaseUrl"] = "http://127.0.0.1/sso",
                    ["Sso:ClientId"] = "client",
                    ["Sso:ClientSecret"] = "secret",
                    ["Esi:BaseUrl"] = "http://127.0.0.1/esi",
                    ["Outside:Contact"] = "test@example.test",
                    ["EveImages:BaseUrl"] = "http://127.0.0.1/images",
                    ["Mail:Mode"] = "mailbox",
                    ["Mail:From"] = "auth@example.test",
                },
                ConfigureServices = services => Jobs = [.. services.Select(s => s.ImplementationInstance).Where(i => i?.GetType().Name == "JobRegistration").Select(i => ReadJob(i!))],
            },
            "Host=nowhere");
        Endpoints = [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>What an endpoint demands, in the words of the documentation.</summary>
    internal static string Demands(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null)
        {
            return "public";
        }

        var demands = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).Select(Demand).Where(d => d.Length > 0);
        return string.Join(", ", demands.Distinct(StringComparer.Ordinal).DefaultIfEmpty("signed in"));
    }

    // The requirement is Shared.Web's own; here it is only read.
    private static string Demand(IAuthorizationRequirement requirement) => Read(requirement, "Kind")?.ToString() switch
    {
        "Permission" => string.Join(" or ", ((IEnumerable<string>)Read(requirement, "Permissions")!).Select(p => $"`{p}`")),
        "Staff" => "staff",
        "Superuser" => "superuser",
        "Main" => "main character",
        _ => "",
    };

    private static (Type Type, JobDefinition Definition) ReadJob(object registration) =>
        ((Type)Read(registration, "JobType")!, (JobDefinition)Read(registration, "Definition")!);

    private static object? Read(object source, string property) =>
        source.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetValue(source);
}
