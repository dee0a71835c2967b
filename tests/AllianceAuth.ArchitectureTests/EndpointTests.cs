using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.ArchitectureTests;

/// <summary>What the addresses of the site demand, read from the site as it is put together, and the page that says where each of them lives.</summary>
public sealed class EndpointTests(MappedSite site) : IClassFixture<MappedSite>
{
    private const string Where = "docs/where.md";

    [Fact]
    public void What_changes_something_demands_a_form_token()
    {
        Assert.Contains(site.Endpoints, Changes);
        Verdict.Clean("Anybody's page could post to these:", site.Endpoints.Where(e => Changes(e) && !DemandsToken(e)).Select(Line));
    }

    [Fact]
    public void The_public_addresses_are_the_approved_ones()
    {
        var open = site.Endpoints.Where(e => MappedSite.Demands(e) == "public").Select(Line).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(open);
        Approved.Equal($"{Approved.Folder}/public-endpoints.txt", string.Join('\n', open));
    }

    [Fact]
    public void Every_address_says_which_methods_it_takes() =>
        Verdict.Clean("These answer to any method:", site.Endpoints.Where(e => Methods(e).Count == 0).Select(Line));

    [Fact]
    public void Route_names_are_unique() =>
        Verdict.Clean("One name, one address:", site.Endpoints.Where(e => Name(e) is not null).GroupBy(e => Name(e)!, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Job_names_begin_with_their_module() =>
        Verdict.Clean("Jobs are called module.name:", site.Jobs
            .Where(job => Built.IsShared(job.Type.Assembly.GetName().Name!) ? !job.Definition.Name.Contains('.', StringComparison.Ordinal) : !job.Definition.Name.StartsWith(Built.Owner(job.Type.Assembly.GetName().Name!) + ".", StringComparison.Ordinal))
            .Select(job => $"{job.Type.FullName}: {job.Definition.Name}"));

    [Fact]
    public void The_page_of_where_things_are_matches_the_code()
    {
        Assert.NotEmpty(site.Jobs);
        Approved.Equal(Where, WherePage());
    }

    [Fact]
    public void The_rules_bite()
    {
        var builder = WebApplication.CreateSlimBuilder();
        using var app = builder.Build();
        app.MapPost("/open/", () => "x");
        app.MapPost("/closed/", () => "x").RequireAuthorization().WithMetadata(new RequireAntiforgeryTokenAttribute());
        app.MapGet("/read/", () => "x").RequireAuthorization().AllowAnonymous();
        app.Map("/any/", () => "x").RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();

        Assert.Equal(["/open/", "/any/"], endpoints.Where(e => Changes(e) && !DemandsToken(e)).Select(Address));
        Assert.Equal(["public", "signed in", "public", "signed in"], endpoints.Select(MappedSite.Demands));
    }

    private static bool Changes(RouteEndpoint endpoint) =>
        Methods(endpoint).Count == 0 || Methods(endpoint).Any(verb => !HttpMethods.IsGet(verb) && !HttpMethods.IsHead(verb) && !HttpMethods.IsOptions(verb));

    private static bool DemandsToken(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true };

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static string? Name(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    private static string Address(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText?.TrimStart('/');

    private static string Line(RouteEndpoint endpoint) => $"{string.Join(',', Methods(endpoint))} {Address(endpoint)} ({Home(endpoint)})";

    private static string Home(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Namespace ?? "unknown";

    private string WherePage()
    {
        var page = new StringBuilder("""
            # Where things are

            Written by a test from the running code (`AA_APPROVE=1 ./auth test The_page_of_where_things_are_matches_the_code`); not by hand.

            ## Addresses

            | Address | Route name | Slice | For whom |
            | --- | --- | --- | --- |

            """);
        foreach (var row in site.Endpoints
            .Where(endpoint => Home(endpoint).StartsWith("AllianceAuth.", StringComparison.Ordinal))
            .OrderBy(Address, StringComparer.Ordinal).ThenBy(e => string.Join(", ", Methods(e)), StringComparer.Ordinal)
            .Select(e => $"| {string.Join(", ", Methods(e))} `{Address(e)}` | {(Name(e) is { } name ? $"`{name}`" : "")} | {Link(Home(e))} | {MappedSite.Demands(e)} |"))
        {
            page.Append(row).Append('\n');
        }

        page.Append("""

            ## Jobs

            Schedules are in UTC, seconds first; `Jobs:Schedules:<name>` overrides one.

            | Job | Schedule | Slice |
            | --- | --- | --- |

            """);
        foreach (var (type, job) in site.Jobs.OrderBy(j => j.Definition.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{job.Name}` | {(job.Schedule is null ? "when queued" : $"`{job.Schedule}`")} | {Link(type.Namespace!)} |\n");
        }

        return page.ToString();
    }

    // A namespace is a folder: AllianceAuth.HR.Features.Apply is src/Modules/HR/AllianceAuth.HR/Features/Apply.
    private static string Link(string home)
    {
        var project = Built.Product.Select(Built.Name).Where(name => home == name || home.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(name => name.Length)!;
        var inside = home[project.Length..].Replace('.', '/');
        var folder = Path.GetDirectoryName(Repository.Under("src", $"/{project}.csproj").Single())!.Replace('\\', '/') + inside;
        var module = project["AllianceAuth.".Length..];
        return $"[{module}{inside.Replace("/Features", "", StringComparison.Ordinal)}](../{folder})";
    }
}
