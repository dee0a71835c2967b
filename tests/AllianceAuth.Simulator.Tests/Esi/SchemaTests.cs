using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AllianceAuth.Simulator.Esi;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Esi;

/// <summary>Holds what the simulator answers against the published description of the API, for two of its dates.</summary>
public sealed partial class SchemaTests
{
    private const string Current = "2026-08-04";

    public static TheoryData<string, string> Descriptions => new()
    {
        { "esi-openapi-subset.json", Current },
        { "esi-openapi-subset-2025-12-16.json", "2025-12-16" },
    };

    private static IReadOnlyList<EsiRoute> Routes => [.. CharacterRoutes.All, .. OrganisationRoutes.All, .. UniverseRoutes.All, .. NameRoutes.All];

    [SkippableTheory, MemberData(nameof(Descriptions))]
    public async Task Every_answer_fits_its_schema(string file, string date)
    {
        using var contract = Find(file);
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.JoinFleet(Simulation.Maren, Simulation.Maren);
        var tokens = await simulation.SignInAsync(scope: string.Join(' ', Routes.Select(r => r.Scope).OfType<string>().Distinct()));
        var described = Routes.Where(r => contract.Operations.Contains((r.Pattern, r.Verb.ToLowerInvariant()))).ToList();
        Assert.True(described.Count >= 23, $"Only {described.Count} routes are described: this test would pass on nothing.");

        foreach (var route in described)
        {
            foreach (var (path, body) in Requests(simulation, route))
            {
                using var answer = await SendAsync(simulation, route.Verb, path, body, date, tokens.Access);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{route.Verb} {path}: {text}");
                using var json = JsonDocument.Parse(text);
                var problems = contract.Violations(json.RootElement, contract.AnswerSchema(route.Pattern, route.Verb.ToLowerInvariant()));
                Assert.True(problems.Count == 0, $"{route.Verb} {path}: {string.Join("; ", problems.Take(5))}");
                if (body is not null)
                {
                    using var sent = JsonDocument.Parse(body);
                    Assert.Empty(contract.Violations(sent.RootElement, contract.BodySchema(route.Pattern, "post")));
                }
            }
        }
    }

    [SkippableTheory, MemberData(nameof(Descriptions))]
    public async Task Errors_fit_the_schema_of_errors(string file, string date)
    {
        using var contract = Find(file);
        await using var simulation = await Simulation.StartAsync();
        var schema = contract.AnswerSchema("/characters/{character_id}", "get", "default");

        foreach (var path in new[] { "/esi/characters/5", "/esi/characters/x", "/esi/universe/types?page=9", "/esi/characters/2112000001/location" })
        {
            using var answer = await SendAsync(simulation, "GET", path, body: null, date, accessToken: null);

            Assert.True((int)answer.StatusCode >= 400, path);
            Assert.Empty(contract.Violations(await answer.JsonAsync(), schema));
        }
    }

    [SkippableFact]
    public void Scopes_caches_and_rate_limits_are_as_described()
    {
        using var contract = Find("esi-openapi-subset.json");

        foreach (var route in Routes.Where(r => contract.Operations.Contains((r.Pattern, r.Verb.ToLowerInvariant()))))
        {
            var operation = contract.Operation(route.Pattern, route.Verb.ToLowerInvariant());
            var scope = operation.TryGetProperty("security", out var security) ? security[0].GetProperty("OAuth2")[0].GetString() : null;
            Assert.True(scope == route.Scope, $"{route.Pattern}: {scope}");
            var group = operation.TryGetProperty("x-rate-limit", out var limit) ? new RateGroup(limit.GetProperty("group").GetString()!, limit.GetProperty("max-tokens").GetInt32()) : null;
            Assert.True(group == route.Group, $"{route.Pattern}: {group}");
            // POST answers carry no cache headers, whatever the description says of the server's own cache.
            var seconds = route.Verb == "GET" && operation.TryGetProperty("x-client-cache-ttl", out var life) ? life.GetInt32() : (int?)null;
            Assert.True(seconds == (int?)route.Cache?.TotalSeconds, $"{route.Pattern}: {seconds} s");
        }
    }

    [SkippableFact]
    public void The_validator_bites()
    {
        using var contract = Find("esi-openapi-subset.json");
        var schema = contract.AnswerSchema("/characters/affiliation", "post");

        string[] Problems(string json)
        {
            using var document = JsonDocument.Parse(json);
            return [.. contract.Violations(document.RootElement, schema)];
        }

        Assert.Empty(Problems("""[{"character_id":1,"corporation_id":2}]"""));
        Assert.Equal(["$[0]: corporation_id is missing"], Problems("""[{"character_id":1}]"""));
        Assert.Equal(["$[0].corporation_id: String is not integer"], Problems("""[{"character_id":1,"corporation_id":"2"}]"""));
        Assert.Equal(["$[0].corp: no such property"], Problems("""[{"character_id":1,"corporation_id":2,"corp":3}]"""));
        Assert.Equal(["$: Object is not array"], Problems("{}"));
    }

    /// <summary>For routes of one thing: several things, so that optional fields are met both with and without a value.</summary>
    private static IEnumerable<(string Path, string? Body)> Requests(Simulation simulation, EsiRoute route)
    {
        var world = simulation.World;
        IEnumerable<long> ids = route switch
        {
            { Scope: not null, Pattern: var p } when p.StartsWith("/characters/", StringComparison.Ordinal) => [Simulation.Maren],
            { Scope: not null, Pattern: var p } when p.StartsWith("/corporations/", StringComparison.Ordinal) => [Simulation.CinderAndQuill],
            { Pattern: var p } when p.StartsWith("/universe/structures/", StringComparison.Ordinal) => [world.Structures.Values.First(s => s.OwnerId == Simulation.CinderAndQuill).Id],
            { Pattern: var p } when p.StartsWith("/characters/{", StringComparison.Ordinal) => world.Characters.Keys.Order().Take(120),
            { Pattern: var p } when p.StartsWith("/corporations/{", StringComparison.Ordinal) => world.Corporations.Keys,
            { Pattern: var p } when p.StartsWith("/alliances/{", StringComparison.Ordinal) => world.Alliances.Keys,
            { Pattern: var p } when p.StartsWith("/universe/systems/", StringComparison.Ordinal) => world.Systems.Keys,
            { Pattern: var p } when p.StartsWith("/universe/stations/", StringComparison.Ordinal) => world.Stations.Keys,
            { Pattern: var p } when p.StartsWith("/universe/types/", StringComparison.Ordinal) => [587, 35832, 61001],
            _ => [0],
        };
        var query = route.Pattern.EndsWith("/search", StringComparison.Ordinal) ? "?categories=character,corporation,alliance,solar_system&search=ost" : "";
        var body = route.Pattern switch
        {
            "/universe/names" => "[2112000001, 98000001, 99000001, 500001, 30009001, 60009001, 587]",
            "/universe/ids" => """["Maren Ostvik", "Cinder & Quill", "Lanternfall Accord", "Velmora", "Rifter", "Amarr Empire"]""",
            "/characters/affiliation" => JsonSerializer.Serialize(world.Characters.Keys.Order().Take(500)),
            _ => null,
        };
        return ids.Select(id => ($"/esi{Parameter().Replace(route.Pattern, $"{id}")}{query}", body));
    }

    private static async Task<HttpResponseMessage> SendAsync(Simulation simulation, string verb, string path, string? body, string date, string? accessToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);
        request.Headers.Add("X-Compatibility-Date", date);
        if (accessToken is not null)
        {
            request.Headers.Authorization = new("Bearer", accessToken);
        }

        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await simulation.Http.SendAsync(request);
    }

    private static Contract Find(string file)
    {
        var contract = Contract.Find(file);
        Skip.If(contract is null, $"The API description {file} is not beside the repository; AA_CONTRACTS can name its folder.");
        return contract!;
    }

    [GeneratedRegex(@"\{[a-z_]+\}", RegexOptions.None, 1_000)]
    private static partial Regex Parameter();
}
